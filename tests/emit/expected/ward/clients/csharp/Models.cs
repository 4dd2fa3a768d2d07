// The classes of ward over Parse's SDK for .NET. Generated.
//
//   var client = new ParseClient("ward", "http://127.0.0.1:1337/parse/", "");
//   Registration.Register(client);
//   client.Publicize();
#nullable disable
using System;
using System.Collections.Generic;
using Parse;

namespace App.Models
{
    // _User: built in
    [ParseClassName("_User")]
    public class User : ParseUser
    {
    }

    /// <summary>What sex of Patient may be.</summary>
    public static class PatientSex
    {
        public const string Female = "female";
        public const string Male = "male";
        public const string Other = "other";
    }

    // Patient: agent.md:4
    [ParseClassName("Patient")]
    public class Patient : ParseObject
    {
        [ParseFieldName("user")] public User User { get => GetProperty<User>(); set => SetProperty(value); }
        [ParseFieldName("name")] public string Name { get => GetProperty<string>(); set => SetProperty(value); }
        [ParseFieldName("sex")] public string Sex { get => GetProperty<string>(); set => SetProperty(value); }
        [ParseFieldName("contact")] public string Contact { get => GetProperty<string>(); set => SetProperty(value); }
    }

    /// <summary>What status of Order may be.</summary>
    public static class OrderStatus
    {
        public const string Draft = "draft";
        public const string Active = "active";
        public const string Done = "done";
    }

    // Order: agent.md:5
    [ParseClassName("Order")]
    public class Order : ParseObject
    {
        [ParseFieldName("patient")] public Patient Patient { get => GetProperty<Patient>(); set => SetProperty(value); }
        [ParseFieldName("drug")] public string Drug { get => GetProperty<string>(); set => SetProperty(value); }
        [ParseFieldName("dose")] public double? Dose { get => GetProperty<double?>(); set => SetProperty(value); }
        [ParseFieldName("status")] public string Status { get => GetProperty<string>(); set => SetProperty(value); }
        [ParseFieldName("reason")] public string Reason { get => GetProperty<string>(); set => SetProperty(value); }
        [ParseFieldName("secret")] public string Secret { get => GetProperty<string>(); set => SetProperty(value); }
        [ParseFieldName("publishedAt")] public DateTime? PublishedAt { get => GetProperty<DateTime?>(); }
        [ParseFieldName("publishedBy")] public User PublishedBy { get => GetProperty<User>(); }
        [ParseFieldName("isAcknowledged")] public bool? IsAcknowledged { get => GetProperty<bool?>(); set => SetProperty(value); }
        [ParseFieldName("acknowledgedAt")] public DateTime? AcknowledgedAt { get => GetProperty<DateTime?>(); }
        [ParseFieldName("acknowledgedBy")] public User AcknowledgedBy { get => GetProperty<User>(); }
    }

    /// <summary>What status of Visit may be.</summary>
    public static class VisitStatus
    {
        public const string Booked = "booked";
        public const string Cancelled = "cancelled";
    }

    // Visit: agent.md:6
    [ParseClassName("Visit")]
    public class Visit : ParseObject
    {
        [ParseFieldName("patient")] public Patient Patient { get => GetProperty<Patient>(); set => SetProperty(value); }
        [ParseFieldName("nurse")] public User Nurse { get => GetProperty<User>(); set => SetProperty(value); }
        [ParseFieldName("startAt")] public DateTime? StartAt { get => GetProperty<DateTime?>(); set => SetProperty(value); }
        [ParseFieldName("endAt")] public DateTime? EndAt { get => GetProperty<DateTime?>(); set => SetProperty(value); }
        [ParseFieldName("status")] public string Status { get => GetProperty<string>(); set => SetProperty(value); }
    }

    /// <summary>What status of Message may be.</summary>
    public static class MessageStatus
    {
        public const string Sent = "sent";
        public const string Delivered = "delivered";
        public const string Read = "read";
    }

    // Message: agent.md:7
    [ParseClassName("Message")]
    public class Message : ParseObject
    {
        [ParseFieldName("sender")] public User Sender { get => GetProperty<User>(); set => SetProperty(value); }
        [ParseFieldName("recipient")] public User Recipient { get => GetProperty<User>(); set => SetProperty(value); }
        [ParseFieldName("body")] public string Body { get => GetProperty<string>(); set => SetProperty(value); }
        [ParseFieldName("status")] public string Status { get => GetProperty<string>(); set => SetProperty(value); }
        [ParseFieldName("isRead")] public bool? IsRead { get => GetProperty<bool?>(); set => SetProperty(value); }
        [ParseFieldName("sentAt")] public DateTime? SentAt { get => GetProperty<DateTime?>(); set => SetProperty(value); }
        [ParseFieldName("readAt")] public DateTime? ReadAt { get => GetProperty<DateTime?>(); }
    }

    // Entry: agent.md:8
    [ParseClassName("Entry")]
    public class Entry : ParseObject
    {
        [ParseFieldName("owner")] public User Owner { get => GetProperty<User>(); set => SetProperty(value); }
        [ParseFieldName("text")] public string Text { get => GetProperty<string>(); set => SetProperty(value); }
    }

    // CareAssignment: agent.md:25
    [ParseClassName("CareAssignment")]
    public class CareAssignment : ParseObject
    {
        [ParseFieldName("patient")] public Patient Patient { get => GetProperty<Patient>(); set => SetProperty(value); }
        [ParseFieldName("provider")] public User Provider { get => GetProperty<User>(); set => SetProperty(value); }
        [ParseFieldName("startsAt")] public DateTime? StartsAt { get => GetProperty<DateTime?>(); set => SetProperty(value); }
        [ParseFieldName("endsAt")] public DateTime? EndsAt { get => GetProperty<DateTime?>(); set => SetProperty(value); }
    }

    // Notification: agent.md:44
    [ParseClassName("Notification")]
    public class Notification : ParseObject
    {
        [ParseFieldName("recipient")] public User Recipient { get => GetProperty<User>(); set => SetProperty(value); }
        [ParseFieldName("kind")] public string Kind { get => GetProperty<string>(); set => SetProperty(value); }
        [ParseFieldName("entityType")] public string EntityType { get => GetProperty<string>(); set => SetProperty(value); }
        [ParseFieldName("entityId")] public string EntityId { get => GetProperty<string>(); set => SetProperty(value); }
        [ParseFieldName("isRead")] public bool? IsRead { get => GetProperty<bool?>(); set => SetProperty(value); }
        [ParseFieldName("readAt")] public DateTime? ReadAt { get => GetProperty<DateTime?>(); }
    }

    // AuditLog: agent.md:42
    [ParseClassName("AuditLog")]
    public class AuditLog : ParseObject
    {
        [ParseFieldName("actor")] public User Actor { get => GetProperty<User>(); set => SetProperty(value); }
        [ParseFieldName("action")] public string Action { get => GetProperty<string>(); set => SetProperty(value); }
        [ParseFieldName("entityType")] public string EntityType { get => GetProperty<string>(); set => SetProperty(value); }
        [ParseFieldName("entityId")] public string EntityId { get => GetProperty<string>(); set => SetProperty(value); }
        [ParseFieldName("payload")] public IDictionary<string, object> Payload { get => GetProperty<IDictionary<string, object>>(); set => SetProperty(value); }
    }

    public static class Registration
    {
        public static void Register(ParseClient client)
        {
            client.AddValidClass<User>();
            client.AddValidClass<Patient>();
            client.AddValidClass<Order>();
            client.AddValidClass<Visit>();
            client.AddValidClass<Message>();
            client.AddValidClass<Entry>();
            client.AddValidClass<CareAssignment>();
            client.AddValidClass<Notification>();
            client.AddValidClass<AuditLog>();
        }

        /// <summary>The roles that the app's rules speak of.</summary>
        public static readonly string[] Roles = { "nurse" };

        /// <summary>The app's own functions: client.CallCloudCodeFunctionAsync.</summary>
        public static readonly string[] Functions = { "accessReport" };
    }
}

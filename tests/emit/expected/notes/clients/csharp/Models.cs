// The classes of notes over Parse's SDK for .NET. Generated.
//
//   var client = new ParseClient("notes", "http://127.0.0.1:1337/parse/", "");
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

    // Note: schema.json:4
    [ParseClassName("Note")]
    public class Note : ParseObject
    {
        [ParseFieldName("title")] public string Title { get => GetProperty<string>(); set => SetProperty(value); }
        [ParseFieldName("rank")] public double? Rank { get => GetProperty<double?>(); set => SetProperty(value); }
        [ParseFieldName("pinned")] public bool? Pinned { get => GetProperty<bool?>(); set => SetProperty(value); }
        [ParseFieldName("due")] public DateTime? Due { get => GetProperty<DateTime?>(); set => SetProperty(value); }
        [ParseFieldName("settings")] public IDictionary<string, object> Settings { get => GetProperty<IDictionary<string, object>>(); set => SetProperty(value); }
        [ParseFieldName("tags")] public IList<object> Tags { get => GetProperty<IList<object>>(); set => SetProperty(value); }
        [ParseFieldName("owner")] public User Owner { get => GetProperty<User>(); set => SetProperty(value); }
        [ParseFieldName("parent")] public Note Parent { get => GetProperty<Note>(); set => SetProperty(value); }
        [ParseFieldName("readers")] public ParseRelation<User> Readers => GetRelationProperty<User>();
        [ParseFieldName("scan")] public ParseFile Scan { get => GetProperty<ParseFile>(); set => SetProperty(value); }
        [ParseFieldName("place")] public ParseGeoPoint? Place { get => GetProperty<ParseGeoPoint?>(); set => SetProperty(value); }
        [ParseFieldName("area")] public object Area { get => GetProperty<object>(); set => SetProperty(value); }
        [ParseFieldName("digest")] public byte[] Digest { get => GetProperty<byte[]>(); set => SetProperty(value); }
    }

    public static class Registration
    {
        public static void Register(ParseClient client)
        {
            client.AddValidClass<User>();
            client.AddValidClass<Note>();
        }

        /// <summary>The roles that the app's rules speak of.</summary>
        public static readonly string[] Roles = {  };

        /// <summary>The app's own functions: client.CallCloudCodeFunctionAsync.</summary>
        public static readonly string[] Functions = {  };
    }
}

// The classes of ward over Parse's SDK for Android. Generated.
//
//   registerSubclasses(); before Parse.initialize()
@file:Suppress("PropertyName", "ClassName", "EnumEntryName", "unused", "UNCHECKED_CAST")

package app.models

import com.parse.ParseClassName
import com.parse.ParseFile
import com.parse.ParseGeoPoint
import com.parse.ParseInstallation
import com.parse.ParseObject
import com.parse.ParsePolygon
import com.parse.ParseRelation
import com.parse.ParseRole
import com.parse.ParseSession
import com.parse.ParseUser
import java.util.Date

private fun ParseObject.assign(key: String, value: Any?) {
    if (value == null) remove(key) else put(key, value)
}

/** _User: built in */
@ParseClassName("_User")
class User : ParseUser() {
}

enum class PatientSex(val wire: String) {
    female("female"),
    male("male"),
    other("other");

    companion object {
        /** The one that is called so on the wire; null where there is none. */
        fun ofWire(wire: String?): PatientSex? = values().firstOrNull { it.wire == wire }
    }
}

/** Patient: agent.md:4 */
@ParseClassName("Patient")
class Patient : ParseObject() {

    var user: User?
        get() = get("user") as? User
        set(value) = assign("user", value)

    var name: String?
        get() = get("name") as? String
        set(value) = assign("name", value)

    var sex: PatientSex?
        get() = PatientSex.ofWire(getString("sex"))
        set(value) = assign("sex", value?.wire)

    var contact: String?
        get() = get("contact") as? String
        set(value) = assign("contact", value)
}

enum class OrderStatus(val wire: String) {
    draft("draft"),
    active("active"),
    done("done");

    companion object {
        /** The one that is called so on the wire; null where there is none. */
        fun ofWire(wire: String?): OrderStatus? = values().firstOrNull { it.wire == wire }
    }
}

/** Order: agent.md:5 */
@ParseClassName("Order")
class Order : ParseObject() {

    var patient: Patient?
        get() = get("patient") as? Patient
        set(value) = assign("patient", value)

    var drug: String?
        get() = get("drug") as? String
        set(value) = assign("drug", value)

    var dose: Number?
        get() = get("dose") as? Number
        set(value) = assign("dose", value)

    var status: OrderStatus?
        get() = OrderStatus.ofWire(getString("status"))
        set(value) = assign("status", value?.wire)

    var reason: String?
        get() = get("reason") as? String
        set(value) = assign("reason", value)

    var secret: String?
        get() = get("secret") as? String
        set(value) = assign("secret", value)

    val publishedAt: Date?
        get() = get("publishedAt") as? Date

    val publishedBy: User?
        get() = get("publishedBy") as? User

    var isAcknowledged: Boolean?
        get() = get("isAcknowledged") as? Boolean
        set(value) = assign("isAcknowledged", value)

    val acknowledgedAt: Date?
        get() = get("acknowledgedAt") as? Date

    val acknowledgedBy: User?
        get() = get("acknowledgedBy") as? User
}

enum class VisitStatus(val wire: String) {
    booked("booked"),
    cancelled("cancelled");

    companion object {
        /** The one that is called so on the wire; null where there is none. */
        fun ofWire(wire: String?): VisitStatus? = values().firstOrNull { it.wire == wire }
    }
}

/** Visit: agent.md:6 */
@ParseClassName("Visit")
class Visit : ParseObject() {

    var patient: Patient?
        get() = get("patient") as? Patient
        set(value) = assign("patient", value)

    var nurse: User?
        get() = get("nurse") as? User
        set(value) = assign("nurse", value)

    var startAt: Date?
        get() = get("startAt") as? Date
        set(value) = assign("startAt", value)

    var endAt: Date?
        get() = get("endAt") as? Date
        set(value) = assign("endAt", value)

    var status: VisitStatus?
        get() = VisitStatus.ofWire(getString("status"))
        set(value) = assign("status", value?.wire)
}

enum class MessageStatus(val wire: String) {
    sent("sent"),
    delivered("delivered"),
    read("read");

    companion object {
        /** The one that is called so on the wire; null where there is none. */
        fun ofWire(wire: String?): MessageStatus? = values().firstOrNull { it.wire == wire }
    }
}

/** Message: agent.md:7 */
@ParseClassName("Message")
class Message : ParseObject() {

    var sender: User?
        get() = get("sender") as? User
        set(value) = assign("sender", value)

    var recipient: User?
        get() = get("recipient") as? User
        set(value) = assign("recipient", value)

    var body: String?
        get() = get("body") as? String
        set(value) = assign("body", value)

    var status: MessageStatus?
        get() = MessageStatus.ofWire(getString("status"))
        set(value) = assign("status", value?.wire)

    var isRead: Boolean?
        get() = get("isRead") as? Boolean
        set(value) = assign("isRead", value)

    var sentAt: Date?
        get() = get("sentAt") as? Date
        set(value) = assign("sentAt", value)

    val readAt: Date?
        get() = get("readAt") as? Date
}

/** Entry: agent.md:8 */
@ParseClassName("Entry")
class Entry : ParseObject() {

    var owner: User?
        get() = get("owner") as? User
        set(value) = assign("owner", value)

    var text: String?
        get() = get("text") as? String
        set(value) = assign("text", value)
}

/** CareAssignment: agent.md:25 */
@ParseClassName("CareAssignment")
class CareAssignment : ParseObject() {

    var patient: Patient?
        get() = get("patient") as? Patient
        set(value) = assign("patient", value)

    var provider: User?
        get() = get("provider") as? User
        set(value) = assign("provider", value)

    var startsAt: Date?
        get() = get("startsAt") as? Date
        set(value) = assign("startsAt", value)

    var endsAt: Date?
        get() = get("endsAt") as? Date
        set(value) = assign("endsAt", value)
}

/** Notification: agent.md:44 */
@ParseClassName("Notification")
class Notification : ParseObject() {

    var recipient: User?
        get() = get("recipient") as? User
        set(value) = assign("recipient", value)

    var kind: String?
        get() = get("kind") as? String
        set(value) = assign("kind", value)

    var entityType: String?
        get() = get("entityType") as? String
        set(value) = assign("entityType", value)

    var entityId: String?
        get() = get("entityId") as? String
        set(value) = assign("entityId", value)

    var isRead: Boolean?
        get() = get("isRead") as? Boolean
        set(value) = assign("isRead", value)

    val readAt: Date?
        get() = get("readAt") as? Date
}

/** AuditLog: agent.md:42 */
@ParseClassName("AuditLog")
class AuditLog : ParseObject() {

    var actor: User?
        get() = get("actor") as? User
        set(value) = assign("actor", value)

    var action: String?
        get() = get("action") as? String
        set(value) = assign("action", value)

    var entityType: String?
        get() = get("entityType") as? String
        set(value) = assign("entityType", value)

    var entityId: String?
        get() = get("entityId") as? String
        set(value) = assign("entityId", value)

    var payload: Map<String, Any>?
        get() = getMap("payload")
        set(value) = assign("payload", value)
}

fun registerSubclasses() {
    ParseObject.registerSubclass(User::class.java)
    ParseObject.registerSubclass(Patient::class.java)
    ParseObject.registerSubclass(Order::class.java)
    ParseObject.registerSubclass(Visit::class.java)
    ParseObject.registerSubclass(Message::class.java)
    ParseObject.registerSubclass(Entry::class.java)
    ParseObject.registerSubclass(CareAssignment::class.java)
    ParseObject.registerSubclass(Notification::class.java)
    ParseObject.registerSubclass(AuditLog::class.java)
}

/** The roles that the app's rules speak of. */
val roleNames: List<String> = listOf("nurse")

/** The app's own functions: ParseCloud.callFunction(name, …). */
val functionNames: List<String> = listOf()

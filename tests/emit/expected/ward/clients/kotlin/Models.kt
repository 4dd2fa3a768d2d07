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
import kotlin.reflect.KProperty

/** A field of an object; of listed values the text is what is kept. */
class Field<T>(private val key: String, private val read: (Any) -> T?, private val write: (T) -> Any) {
    operator fun getValue(of: ParseObject, property: KProperty<*>): T? = of.get(key)?.let(read)
    operator fun setValue(of: ParseObject, property: KProperty<*>, value: T?) {
        if (value == null) of.remove(key) else of.put(key, write(value))
    }
}

@Suppress("UNCHECKED_CAST")
private fun <T : Any> field(key: String) = Field<T>(key, { it as? T }, { it })

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
    var user: User? by field("user")
    var name: String? by field("name")
    var sex: PatientSex? by Field("sex", { PatientSex.ofWire(it as? String) }, { it.wire })
    var contact: String? by field("contact")
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
    var patient: Patient? by field("patient")
    var drug: String? by field("drug")
    var dose: Number? by field("dose")
    var status: OrderStatus? by Field("status", { OrderStatus.ofWire(it as? String) }, { it.wire })
    var reason: String? by field("reason")
    var secret: String? by field("secret")
    val publishedAt: Date? by field("publishedAt")
    val publishedBy: User? by field("publishedBy")
    var isAcknowledged: Boolean? by field("isAcknowledged")
    val acknowledgedAt: Date? by field("acknowledgedAt")
    val acknowledgedBy: User? by field("acknowledgedBy")
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
    var patient: Patient? by field("patient")
    var nurse: User? by field("nurse")
    var startAt: Date? by field("startAt")
    var endAt: Date? by field("endAt")
    var status: VisitStatus? by Field("status", { VisitStatus.ofWire(it as? String) }, { it.wire })
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
    var sender: User? by field("sender")
    var recipient: User? by field("recipient")
    var body: String? by field("body")
    var status: MessageStatus? by Field("status", { MessageStatus.ofWire(it as? String) }, { it.wire })
    var isRead: Boolean? by field("isRead")
    var sentAt: Date? by field("sentAt")
    val readAt: Date? by field("readAt")
}

/** Entry: agent.md:8 */
@ParseClassName("Entry")
class Entry : ParseObject() {
    var owner: User? by field("owner")
    var text: String? by field("text")
}

/** CareAssignment: agent.md:25 */
@ParseClassName("CareAssignment")
class CareAssignment : ParseObject() {
    var patient: Patient? by field("patient")
    var provider: User? by field("provider")
    var startsAt: Date? by field("startsAt")
    var endsAt: Date? by field("endsAt")
}

/** Notification: agent.md:44 */
@ParseClassName("Notification")
class Notification : ParseObject() {
    var recipient: User? by field("recipient")
    var kind: String? by field("kind")
    var entityType: String? by field("entityType")
    var entityId: String? by field("entityId")
    var isRead: Boolean? by field("isRead")
    val readAt: Date? by field("readAt")
}

/** AuditLog: agent.md:42 */
@ParseClassName("AuditLog")
class AuditLog : ParseObject() {
    var actor: User? by field("actor")
    var action: String? by field("action")
    var entityType: String? by field("entityType")
    var entityId: String? by field("entityId")
    var payload: Map<String, Any>? by field("payload")
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
val functionNames: List<String> = listOf("accessReport")

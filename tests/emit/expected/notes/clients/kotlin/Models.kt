// The classes of notes over Parse's SDK for Android. Generated.
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

/** Note: schema.json:4 */
@ParseClassName("Note")
class Note : ParseObject() {
    var title: String? by field("title")
    var rank: Number? by field("rank")
    var pinned_: Boolean? by field("pinned")
    var due: Date? by field("due")
    var settings: Map<String, Any>? by field("settings")
    var tags: List<Any>? by field("tags")
    var owner: User? by field("owner")
    var parent: Note? by field("parent")
    val readers: ParseRelation<User> get() = getRelation("readers")
    var scan: ParseFile? by field("scan")
    var place: ParseGeoPoint? by field("place")
    var area: ParsePolygon? by field("area")
    var digest: ByteArray? by field("digest")
}

fun registerSubclasses() {
    ParseObject.registerSubclass(User::class.java)
    ParseObject.registerSubclass(Note::class.java)
}

/** The roles that the app's rules speak of. */
val roleNames: List<String> = listOf()

/** The app's own functions: ParseCloud.callFunction(name, …). */
val functionNames: List<String> = listOf()

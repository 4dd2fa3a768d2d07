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

private fun ParseObject.assign(key: String, value: Any?) {
    if (value == null) remove(key) else put(key, value)
}

/** _User: built in */
@ParseClassName("_User")
class User : ParseUser() {
}

/** Note: schema.json:4 */
@ParseClassName("Note")
class Note : ParseObject() {

    var title: String?
        get() = get("title") as? String
        set(value) = assign("title", value)

    var rank: Number?
        get() = get("rank") as? Number
        set(value) = assign("rank", value)

    var pinned_: Boolean?
        get() = get("pinned") as? Boolean
        set(value) = assign("pinned", value)

    var due: Date?
        get() = get("due") as? Date
        set(value) = assign("due", value)

    var settings: Map<String, Any>?
        get() = getMap("settings")
        set(value) = assign("settings", value)

    var tags: List<Any>?
        get() = getList("tags")
        set(value) = assign("tags", value)

    var owner: User?
        get() = get("owner") as? User
        set(value) = assign("owner", value)

    var parent: Note?
        get() = get("parent") as? Note
        set(value) = assign("parent", value)

    val readers: ParseRelation<User>
        get() = getRelation("readers")

    var scan: ParseFile?
        get() = get("scan") as? ParseFile
        set(value) = assign("scan", value)

    var place: ParseGeoPoint?
        get() = get("place") as? ParseGeoPoint
        set(value) = assign("place", value)

    var area: ParsePolygon?
        get() = get("area") as? ParsePolygon
        set(value) = assign("area", value)

    var digest: ByteArray?
        get() = get("digest") as? ByteArray
        set(value) = assign("digest", value)
}

fun registerSubclasses() {
    ParseObject.registerSubclass(User::class.java)
    ParseObject.registerSubclass(Note::class.java)
}

/** The roles that the app's rules speak of. */
val roleNames: List<String> = listOf()

/** The app's own functions: ParseCloud.callFunction(name, …). */
val functionNames: List<String> = listOf()

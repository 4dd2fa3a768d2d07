/* webhook.h - functions and triggers that are kept elsewhere, and asked over HTTP.
 *
 * The table _Hook, which no query of a client can name, says which URL belongs to which function, and to
 * which trigger of which class. What may refuse or change a request is asked in its call stage, before it
 * reaches the writer; what comes too late for that is committed with the write and told after (outbox.h),
 * without delaying the answer.
 *
 * A URL is sent a JSON object by POST, with the webhook key as X-Parse-Webhook-Key, and answers
 * {"success": ...} or {"error": ...}, as parse-server's webhooks do. All that one request, batches included,
 * spends on webhooks is at most --webhook-seconds. */
#ifndef RUNTIME_HOOKS_WEBHOOK_H
#define RUNTIME_HOOKS_WEBHOOK_H

#include "objects/object_edit.h"
#include "request/request.h"

struct webhooks;

/* What all threads share; NULL when it cannot be made. Reads from the connection whether there are any.
 */
struct webhooks *webhooks_start(struct store_connection *connection);

/* Releases it. NULL is allowed. */
void webhooks_stop(struct webhooks *webhooks);

/* Whether there may be any: cheap, for everybody to ask first. */
bool webhook_any(const struct request *request);

/* To be called after the commit that added the first. */
void webhook_note_added(const struct request *request);

/* The names of triggers that webhooks can have. */
bool webhook_trigger_is_known(const struct request *request, struct text class_name,
                              struct text trigger_name);

/* The URL of a function (no class name: "") or trigger; no text when there is none. */
bool webhook_find(struct request *request, struct text class_name, struct text name,
                  struct text *url);

/* Asks the URL, in the call stage. *success is what it answered, NULL when it said nothing. Fails with
 * 141 and its message when it says that something is wrong, or says nothing that can be understood. */
bool webhook_ask(struct request *request, struct text url, struct text body, cJSON **success);

/* Appends the members that every body has: ,"master":..,"user":..,"installationId":.. */
bool webhook_write_caller(struct request *request, struct buffer *body);

/* At the end of prepare: has the trigger asked, if the class has one, about the object with that id
 * (no text: a new one), which the caller must be able to write, else it fails with 101. */
bool webhook_before_save(struct request *request, struct object_edit *edit, struct text object_id);
bool webhook_before_delete(struct request *request, const struct class *class,
                           struct text object_id);
bool webhook_before_login(struct request *request, struct text user_id);

/* On the writer: has the trigger told after the commit, if the class has one, of one object in the order of its
 * writes. `original` may be NULL. */
bool webhook_after(struct request *request, const struct class *class, const char *trigger_name,
                   const void *object, const void *original);

#endif

/* pages.h - the few pages for people that links in mails lead to: an address is confirmed, a new
 * password is chosen.
 *
 * They need no application key, so their paths ("/apps/...") are let in before one is asked for.
 * They work without JavaScript, load nothing, and are not to be framed, cached or named in a
 * Referer: their address holds a token. */
#ifndef RUNTIME_ROUTES_PAGES_H
#define RUNTIME_ROUTES_PAGES_H

#include "request/request.h"

/* Whether a path below the mount path is that of a page. */
bool pages_has_path(struct text path);

/* Reads a submitted form (application/x-www-form-urlencoded) into the request's parameters. */
bool pages_read_form(struct request *request);

/* GET /apps/:appId/verify_email */
bool pages_verify_prepare(struct request *request);
bool pages_verify(struct request *request);

/* GET /apps/:appId/request_password_reset */
bool pages_choose_password(struct request *request);

/* POST /apps/:appId/request_password_reset */
bool pages_reset_prepare(struct request *request);
bool pages_reset_hash(struct request *request);
bool pages_reset(struct request *request);

/* The page of an invitation (accounts/invitations.h), and the stages of what its form sends. */
bool pages_invite(struct request *request);
bool pages_accept_prepare(struct request *request);
bool pages_accept_hash(struct request *request);
bool pages_accept(struct request *request);

#endif

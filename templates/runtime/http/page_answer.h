/* page_answer.h - a page for people (web/site.h) on its way out: as compressed as the browser takes
 * it, not at all where it has it already, and allowed nothing that it does not need. */
#ifndef RUNTIME_HTTP_PAGE_ANSWER_H
#define RUNTIME_HTTP_PAGE_ANSWER_H

#include "http/exchange.h"

/* Answers the exchange, whose page is set. False when the connection has to be dropped. */
bool page_answer(struct exchange *exchange);

#endif

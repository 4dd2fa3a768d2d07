/* rule_roles.h - what the checks of rules share: whom a rule speaks of, and the ways from a row to
 * a user. Only the check_ files about rules and the plan_ files that bring some along include it.
 */
#ifndef GENERATOR_RULES_RULE_ROLES_H
#define GENERATOR_RULES_RULE_ROLES_H

#include "draft/draft.h"

/* The rules of one spec being checked. */
struct rule_checker {
    struct draft *draft;
    struct diag *diag;
    struct arena *arena;
    struct vector roles; /* of struct model_role */
    struct map owner_of; /* class -> struct vector of struct model_path */
};

/* Whether two words mean the same people: "Patient" and "patients". */
bool rule_role_is_called(const char *name, const char *word);

/* Collects the sentences that say who there is. */
void rule_roles_read(struct rule_checker *checker);

/* The role of that name; reports one that nobody introduced, and returns NULL then, and also when
 * the input lacks its profile. */
const struct model_role *rule_role(struct rule_checker *checker, const struct ast_name *name);

/* Whether an actor is a field of the class, or a way from it, rather than a role: "the provider" may
 * be either, and the field counts where it has that very name. */
bool rule_is_field(const struct rule_checker *checker, const struct draft_class *class,
                   const char *name);

/* The field of that name, or one that is at least so like it, or NULL. It may have the name by an
 * alias whose other side is not in this input. */
struct draft_field *rule_find_field(const struct draft *draft, const struct draft_class *class,
                                    const char *name, enum names_likeness least);

/* The class that a sentence calls so; reports one that there is not. */
struct draft_class *rule_class(struct rule_checker *checker, const struct ast_name *name);

/* Whether the sentence names the class. */
bool rule_names_class(const struct draft *draft, const struct ast_rule *rule,
                      const struct draft_class *class);

/* Reads who acts in a sentence, one after the other, into the rule; those for whom `read`, which reports
 * what is wrong, says false are left out. */
typedef bool rule_read_actor(struct rule_checker *checker, const struct draft_class *class,
                             const struct ast_name *name, struct model_actor *actor);
void rule_actors(struct rule_checker *checker, const struct ast_rule *written,
                 const struct draft_class *class, rule_read_actor *read, struct model_rule *rule);

/* The field that a sentence calls so; reports one that there is not. */
struct draft_field *rule_field(struct rule_checker *checker, const struct draft_class *class,
                               const struct ast_name *name);

/* The shortest way over pointers from one class to another, in *path. Returns how many there are of
 * that length, at most 2, and the second of them in *other. */
size_t rule_paths(struct rule_checker *checker, const struct model_class *from,
                  const struct model_class *to, struct model_path *path, struct model_path *other);

/* The one way; reports when there is none or more than one. */
bool rule_path(struct rule_checker *checker, struct span span, const struct model_class *from,
               const struct model_class *to, struct model_path *path);

/* Two paths, one after the other. */
struct model_path rule_path_join(struct arena *arena, struct model_path first,
                                 struct model_path second);

/* The way that is written "sender" or "profile.user", on to the user where it ends at a profile;
 * reports what is no such way. */
bool rule_path_of_name(struct rule_checker *checker, const struct draft_class *class,
                       const struct ast_name *name, struct model_path *path);

/* The ways by which the rows of a class are a user's own, in a vector of struct model_path: those
 * that a sentence names, else the one by the role's profile, else the one to _User. */
const struct vector *rule_own_paths(struct rule_checker *checker, struct span span,
                                    const struct draft_class *class, const struct model_role *role);

/* The conditions of a sentence about a class. Reports faults, and returns false then. */
bool rule_conditions(struct rule_checker *checker, const struct draft_class *class,
                     const struct ast_condition *written, struct model_rule *rule);

/* Whether the field can have the value; reports it when not. */
bool rule_check_value(struct rule_checker *checker, const struct draft_field *field,
                      const struct ast_name *value);

/* The readers of rule_kinds.def: each turns a sentence into rules. A rule that check_other_rule()
 * reads is kept as it stands: its roles and classes are checked, and there is one rule for each
 * class. What is read apart, before or after the others, has a function of its own below. */
#define RULE_KIND(kind, name, reader, edited, carried, shown, asked, told, noted)                  \
    void reader(struct rule_checker *checker, const struct ast_rule *written);
#include "model/rule_kinds.def"
#undef RULE_KIND

#endif

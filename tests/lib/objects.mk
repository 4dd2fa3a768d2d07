# Compiles SOURCES (paths from the project's root) with CC and FLAGS into PLACE, each where its source or a header of
# it has changed: c_program.mjs, which gives each set of flags a place of its own.
OBJECTS := $(SOURCES:%.c=$(PLACE)/%.o)

all: $(OBJECTS)

$(PLACE)/%.o: %.c
	@mkdir -p $(dir $@)
	@$(CC) $(FLAGS) -MMD -MP -c -o $@ $<

-include $(OBJECTS:.o=.d)

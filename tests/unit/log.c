/* log.c - logs each of its arguments, as texts that come from elsewhere. */
#include "base/log.h"

int main(int argc, char **argv)
{
    for (int i = 1; i < argc; i++)
        log_error("about \"%s\"", argv[i]);
    return 0;
}

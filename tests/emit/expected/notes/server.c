/* server.c - the program: runtime/program/commands.h says what it does. Generated. */
#include "app.h"
#include "program/commands.h"

int main(int argc, char **argv)
{
    return server_main(&application, argc, argv);
}

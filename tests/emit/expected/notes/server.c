/* server.c - the program: runtime/serve.h says what it does. Generated. */
#include "app.h"
#include "program/serve.h"

int main(int argc, char **argv)
{
    return server_main(&application, argc, argv);
}

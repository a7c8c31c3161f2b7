// What the machine can do at best: starts COUNT children of the same command, then starts a successor for each that ends, until
// a signal ends it. No logs, no pipes, no book-keeping.
//
//   floor COUNT PROGRAM [ARGUMENT...]

#define _GNU_SOURCE
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

static void start(char **command)
{
    pid_t child = vfork();
    if (child == 0) {
        setsid();
        execv(command[0], command);
        _exit(127);
    }
    if (child < 0) _exit(71);
}

int main(int count, char **arguments)
{
    if (count < 3) return 64;
    for (int n = atoi(arguments[1]); n > 0; n--) start(arguments + 2);
    while (wait(NULL) > 0) start(arguments + 2);
    return 70;
}

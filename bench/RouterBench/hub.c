// What a hub on this machine can do at best: listens on FOLDER/0 to FOLDER/COUNT-1 and writes each line that comes on 0 to all others, or back when there
// is no other. It looks for the ends of lines and at their beginning, and does nothing else: no queues, no table, nothing is checked.
//
//   hub FOLDER COUNT

#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

static const char open_[] = "{\"Storable\":{\"type_name\":\"";

static int listen_at(const char *folder, int number)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    snprintf(address.sun_path, sizeof address.sun_path, "%s/%d", folder, number);
    int socket_ = socket(AF_UNIX, SOCK_STREAM, 0);
    if (bind(socket_, (struct sockaddr *)&address, sizeof address) || listen(socket_, 1)) exit(71);
    return socket_;
}

static void write_all(int to, const char *bytes, size_t count)
{
    while (count > 0) {
        ssize_t sent = write(to, bytes, count);
        if (sent <= 0) exit(74);
        bytes += sent;
        count -= sent;
    }
}

int main(int count, char **arguments)
{
    if (count != 3) return 64;
    int sockets = atoi(arguments[2]), peers[64];
    for (int i = 0; i < sockets; i++) peers[i] = listen_at(arguments[1], i);
    puts("ready");
    fflush(stdout);
    for (int i = 0; i < sockets; i++) peers[i] = accept(peers[i], NULL, NULL);
    int epoll = epoll_create1(0);
    struct epoll_event event = {.events = EPOLLIN};
    epoll_ctl(epoll, EPOLL_CTL_ADD, peers[0], &event);
    static char buffer[65536];
    size_t rest = 0;
    while (epoll_wait(epoll, &event, 1, -1) >= 0) {
        ssize_t got = read(peers[0], buffer + rest, sizeof buffer - rest);
        if (got <= 0) return 0;
        size_t all = rest + got, used = 0;
        for (char *end; (end = memchr(buffer + used, '\n', all - used)); used = end - buffer + 1)
            if (memcmp(buffer + used, open_, sizeof open_ - 1)) return 65;
        for (int i = sockets > 1; used > 0 && i < sockets; i++) write_all(peers[i], buffer, used);
        memmove(buffer, buffer + used, rest = all - used);
    }
    return 70;
}

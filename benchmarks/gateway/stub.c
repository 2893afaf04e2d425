/* A chat server that costs next to nothing: one thread, epoll, answers that were made beforehand.
 *
 *     stub PORT        (0: any free port; the port is printed)
 *
 * Any POST is answered with one chat completion of about 460 bytes; with "stream":true in the body, with 21 server-sent
 * events, each sent on its own. "pace=N" anywhere in the body puts N microseconds between events. Every event carries the
 * nanosecond of CLOCK_MONOTONIC at which it was sent ("t=..."), so that a reader on the same machine knows its delay. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { MOST = 4096, ROOM = 1 << 20, EVENTS = 21 };

struct peer {
    char *in;
    size_t have;
    int sent_events; /* of the running stream; -1: none runs */
    long pace_ns, due_ns;
};

static struct peer peers[MOST];
static int streaming[MOST], streams, loop;
static char whole[1024];

static const char *message =
    "{\"id\":\"chatcmpl-stub000000000000000001\",\"object\":\"chat.completion\",\"created\":1763800000,\"model\":\"stub\","
    "\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"The quick brown fox jumps over the lazy "
    "dog.\",\"refusal\":null,\"annotations\":[]},\"logprobs\":null,\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":19,"
    "\"completion_tokens\":10,\"total_tokens\":29,\"prompt_tokens_details\":{\"cached_tokens\":0}},\"service_tier\":\"default\","
    "\"system_fingerprint\":\"fp_stub\"}";

static long now_ns(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1000000000L + t.tv_nsec;
}

static void drop(int fd) {
    for (int i = 0; i < streams; i++)
        if (streaming[i] == fd) streaming[i--] = streaming[--streams];
    peers[fd].have = 0;
    peers[fd].sent_events = -1;
    close(fd);
}

static int out(int fd, const char *data, size_t size) {
    while (size) {
        ssize_t n = send(fd, data, size, MSG_NOSIGNAL);
        if (n < 0 && errno == EAGAIN) continue; /* a reader that does not read: rare, and here not worth a queue */
        if (n <= 0) return -1;
        data += n, size -= n;
    }
    return 0;
}

static int event(int fd, int i) {
    char body[512], chunk[600];
    int n;
    if (i == EVENTS - 1)
        n = snprintf(body, sizeof body, "data: [DONE]\n\n");
    else
        n = snprintf(body, sizeof body,
                     "data: {\"id\":\"chatcmpl-stub000000000000000001\",\"object\":\"chat.completion.chunk\",\"created\":1763800000,"
                     "\"model\":\"stub\",\"system_fingerprint\":\"fp_stub\",\"choices\":[{\"index\":0,\"delta\":{%s\"content\":"
                     "\"word%d t=%ld; \"},\"logprobs\":null,\"finish_reason\":%s}]}\n\n",
                     i ? "" : "\"role\":\"assistant\",", i, now_ns(), i == EVENTS - 2 ? "\"stop\"" : "null");
    int m = snprintf(chunk, sizeof chunk, "%x\r\n%.*s\r\n%s", n, n, body, i == EVENTS - 1 ? "0\r\n\r\n" : "");
    return out(fd, chunk, m);
}

/* Send what is due; 0 when the stream has ended, 1 while it runs, -1 when the reader is gone. */
static int go_on(int fd) {
    struct peer *p = &peers[fd];
    while (p->sent_events < EVENTS && now_ns() >= p->due_ns) {
        if (event(fd, p->sent_events++)) return -1;
        p->due_ns += p->pace_ns;
    }
    if (p->sent_events < EVENTS) return 1;
    p->sent_events = -1;
    return 0;
}

static int answer(int fd, const char *body, size_t size) {
    struct peer *p = &peers[fd];
    if (!memmem(body, size, "\"stream\":true", 13) && !memmem(body, size, "\"stream\": true", 14))
        return out(fd, whole, strlen(whole));
    const char *head = "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n";
    if (out(fd, head, strlen(head))) return -1;
    const char *pace = memmem(body, size, "pace=", 5);
    p->pace_ns = pace ? atol(pace + 5) * 1000 : 0;
    p->due_ns = now_ns() + p->pace_ns;
    p->sent_events = 0;
    int state = go_on(fd);
    if (state == 1) streaming[streams++] = fd;
    return state < 0 ? -1 : 0;
}

/* The size of the first whole request in the buffer, and where its body begins; 0: not all there yet. */
static size_t request(struct peer *p, size_t *body) {
    p->in[p->have] = 0;
    char *end = memmem(p->in, p->have, "\r\n\r\n", 4);
    if (!end) return 0;
    *body = end + 4 - p->in;
    *end = 0;
    char *length = strcasestr(p->in, "\ncontent-length:"), *chunked = strcasestr(p->in, "\ntransfer-encoding: chunked");
    *end = '\r';
    size_t total = *body + (length ? strtoul(length + 16, NULL, 10) : 0);
    if (chunked) {
        char *last = memmem(end, p->in + p->have - end, "\r\n0\r\n\r\n", 7);
        if (!last) return 0;
        total = last + 7 - p->in;
    }
    return total <= p->have ? total : 0;
}

static void readable(int fd) {
    struct peer *p = &peers[fd];
    ssize_t n = recv(fd, p->in + p->have, ROOM - 1 - p->have, 0);
    if (n <= 0) {
        if (n == 0 || errno != EAGAIN) drop(fd);
        return;
    }
    p->have += n;
    size_t size, body;
    while (p->sent_events < 0 && (size = request(p, &body))) {
        if (answer(fd, p->in + body, size - body)) {
            drop(fd);
            return;
        }
        memmove(p->in, p->in + size, p->have -= size);
    }
}

static void welcome(int listener) {
    int fd, one = 1;
    while ((fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK)) >= 0) {
        if (fd >= MOST) {
            close(fd);
            continue;
        }
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
        if (!peers[fd].in) peers[fd].in = malloc(ROOM);
        peers[fd].have = 0;
        peers[fd].sent_events = -1;
        struct epoll_event e = {.events = EPOLLIN, .data.fd = fd};
        epoll_ctl(loop, EPOLL_CTL_ADD, fd, &e);
    }
}

int main(int count, char **words) {
    int listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0), one = 1;
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    at.sin_port = htons(count > 1 ? atoi(words[1]) : 0);
    if (bind(listener, (void *)&at, sizeof at) || listen(listener, 1024)) return perror("stub"), 1;
    socklen_t size = sizeof at;
    getsockname(listener, (void *)&at, &size);
    printf("%d\n", ntohs(at.sin_port));
    fflush(stdout);
    snprintf(whole, sizeof whole, "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: %zu\r\n\r\n%s",
             strlen(message), message);
    loop = epoll_create1(0);
    struct epoll_event e = {.events = EPOLLIN, .data.fd = listener}, ready[256];
    epoll_ctl(loop, EPOLL_CTL_ADD, listener, &e);
    for (;;) {
        long wait_ns = streams ? 1000000000 : -1;
        for (int i = 0; i < streams; i++) {
            long left = peers[streaming[i]].due_ns - now_ns();
            wait_ns = left < wait_ns ? (left > 0 ? left : 0) : wait_ns;
        }
        struct timespec wait = {wait_ns / 1000000000, wait_ns % 1000000000};
        int n = epoll_pwait2(loop, ready, 256, wait_ns < 0 ? NULL : &wait, NULL);
        for (int i = 0; i < n; i++)
            if (ready[i].data.fd == listener)
                welcome(listener);
            else
                readable(ready[i].data.fd);
        for (int i = 0; i < streams; i++) {
            int fd = streaming[i], state = go_on(fd);
            if (state == 1) continue;
            streaming[i--] = streaming[--streams];
            if (state < 0) drop(fd);
        }
    }
}

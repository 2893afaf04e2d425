/* A closed loop of requests over kept connections: one thread, epoll.
 *
 *     load PORT PATH CONNECTIONS SECONDS BODIES FIRST HEADER MARK
 *
 * BODIES: a file of JSON bodies, one a line; they are sent in turn, from line FIRST on (0-based), again and again.
 * HEADER: one more header line, or "". MARK: a text looked for in every reply, or "". After SECONDS nothing more is asked,
 * and the replies under way are waited for.
 * Prints one JSON object: replies, how many were not 2xx, how many held MARK, connections that broke, latencies in
 * microseconds, and for events that carry their sending time ("t=...") the delay until they were here. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { MOST = 1024, ROOM = 1 << 20, KEPT = 1 << 22 };
static const long DRAIN_NS = 30000000000L; /* how long the last replies are waited for */

struct peer {
    int fd, chunked, bad;
    char *in, *out;
    size_t have, body, left, scanned, out_size, out_sent; /* left: of the body, or of the present chunk */
    long begun_ns;
    enum { HEAD, BODY, SIZE, CHUNK } state;
};

static struct peer peers[MOST];
static struct sockaddr_in at;
static char **bodies, *path, *header, *mark;
static size_t count, next;
static int loop, waiting;
static long replies, bad, marked, broken, started_ns, until_ns;
static float *took, *late;
static size_t took_n, late_n;

static long now_ns(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1000000000L + t.tv_nsec;
}

static void flush(struct peer *p) {
    while (p->out_sent < p->out_size) {
        ssize_t n = send(p->fd, p->out + p->out_sent, p->out_size - p->out_sent, MSG_NOSIGNAL);
        if (n <= 0) return; /* the kernel's buffer holds any request of this benchmark; a broken pipe shows on reading */
        p->out_sent += n;
    }
}

static void ask(struct peer *p) {
    char *body = bodies[next++ % count];
    p->out_size = snprintf(p->out, ROOM,
                           "POST %s HTTP/1.1\r\nhost: 127.0.0.1:%d\r\ncontent-type: application/json\r\naccept: */*\r\n%s%s"
                           "content-length: %zu\r\n\r\n%s",
                           path, ntohs(at.sin_port), header, *header ? "\r\n" : "", strlen(body), body);
    p->out_sent = p->have = p->body = p->scanned = 0;
    p->state = HEAD;
    p->begun_ns = now_ns();
    flush(p);
}

static int open_peer(struct peer *p) {
    int one = 1;
    p->fd = socket(AF_INET, SOCK_STREAM, 0);
    setsockopt(p->fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    if (connect(p->fd, (void *)&at, sizeof at)) return -1;
    struct epoll_event e = {.events = EPOLLIN, .data.ptr = p};
    epoll_ctl(loop, EPOLL_CTL_ADD, p->fd, &e);
    ask(p);
    return 0;
}

/* Events that came whole since the last look: how late they are. */
static void look(struct peer *p, long here_ns) {
    for (char *t; (t = memmem(p->in + p->scanned, p->have - p->scanned, " t=", 3));) {
        char *end = memchr(t, ';', p->in + p->have - t);
        if (!end) return;
        if (late_n < KEPT) late[late_n++] = (here_ns - atol(t + 3)) / 1e3;
        p->scanned = end - p->in;
    }
}

static void done(struct peer *p, long here_ns) {
    replies++;
    bad += p->bad;
    if (*mark && memmem(p->in, p->have, mark, strlen(mark))) marked++;
    if (took_n < KEPT) took[took_n++] = (here_ns - p->begun_ns) / 1e3;
    if (here_ns < until_ns)
        ask(p);
    else
        waiting--;
}

/* Take in what is there; 1 when the reply is complete, 0 when more must come, -1 for rubbish. */
static int advance(struct peer *p) {
    for (;;) {
        char *from = p->in + p->body;
        size_t there = p->have - p->body;
        if (p->state == HEAD) {
            char *end = memmem(p->in, p->have, "\r\n\r\n", 4);
            if (!end) return 0;
            *end = 0;
            p->bad = p->in[9] != '2';
            char *length = strcasestr(p->in, "\ncontent-length:");
            p->chunked = strcasestr(p->in, "\ntransfer-encoding: chunked") != NULL;
            *end = '\r';
            p->body = end + 4 - p->in;
            if (!p->chunked && !length) return -1;
            p->left = length ? strtoul(length + 16, NULL, 10) : 0;
            p->state = p->chunked ? SIZE : BODY;
        } else if (p->state == BODY) {
            return there >= p->left;
        } else if (p->state == SIZE) {
            char *end = memmem(from, there, "\r\n", 2);
            if (!end) return 0;
            p->left = strtoul(from, NULL, 16) + 2; /* with the line end after it */
            p->body = end + 2 - p->in;
            p->state = CHUNK;
            if (p->left == 2) return p->have >= p->body + 2;
        } else {
            if (p->left == 2) return p->have >= p->body + 2;
            if (there < p->left) return 0;
            p->body += p->left;
            p->state = SIZE;
        }
    }
}

static int by_size(const void *a, const void *b) {
    float x = *(const float *)a, y = *(const float *)b;
    return x < y ? -1 : x > y;
}

static void print(const char *name, float *all, size_t n) {
    qsort(all, n, sizeof *all, by_size);
    double sum = 0;
    for (size_t i = 0; i < n; i++) sum += all[i];
    printf(", \"%s\": {\"n\": %zu", name, n);
    if (n)
        printf(", \"mean\": %.1f, \"p50\": %.1f, \"p90\": %.1f, \"p99\": %.1f, \"max\": %.1f", sum / n, all[n / 2],
               all[n * 9 / 10], all[n * 99 / 100], all[n - 1]);
    printf("}");
}

static void load(const char *file) {
    FILE *lines = fopen(file, "r");
    size_t room = 0, size = 0;
    ssize_t n;
    char *line = NULL;
    if (!lines) perror(file), exit(1);
    while ((n = getline(&line, &size, lines)) > 0) {
        if (line[n - 1] == '\n') line[n - 1] = 0;
        if (count == room) bodies = realloc(bodies, (room = room ? 2 * room : 1024) * sizeof *bodies);
        bodies[count++] = strdup(line);
    }
    if (!count) fprintf(stderr, "%s holds no bodies\n", file), exit(1);
}

int main(int n, char **words) {
    if (n != 9) return fprintf(stderr, "load PORT PATH CONNECTIONS SECONDS BODIES FIRST HEADER MARK\n"), 2;
    at = (struct sockaddr_in){.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    at.sin_port = htons(atoi(words[1]));
    path = words[2];
    int connections = atoi(words[3]);
    load(words[5]);
    next = strtoul(words[6], NULL, 10);
    header = words[7], mark = words[8];
    took = malloc(KEPT * sizeof *took), late = malloc(KEPT * sizeof *late);
    loop = epoll_create1(0);
    started_ns = now_ns();
    until_ns = started_ns + (long)(atof(words[4]) * 1e9);
    for (int i = 0; i < connections && i < MOST; i++) {
        peers[i].in = malloc(ROOM), peers[i].out = malloc(ROOM);
        if (open_peer(&peers[i])) return perror("load: connect"), 1;
        waiting++;
    }
    struct epoll_event ready[256];
    long here_ns;
    while (waiting && now_ns() < until_ns + DRAIN_NS) {
        int m = epoll_wait(loop, ready, 256, 100);
        here_ns = now_ns();
        for (int i = 0; i < m; i++) {
            struct peer *p = ready[i].data.ptr;
            ssize_t got = recv(p->fd, p->in + p->have, ROOM - p->have, 0);
            if (got > 0) {
                p->have += got;
                look(p, here_ns);
                int state = advance(p);
                if (state == 0) continue;
                if (state == 1) {
                    done(p, here_ns);
                    continue;
                }
            }
            broken++; /* closed, reset or unreadable: a new connection */
            close(p->fd);
            if (broken > 10000 || open_peer(p)) return fprintf(stderr, "load: the server went away\n"), 1;
        }
    }
    double seconds = (now_ns() - started_ns) / 1e9;
    printf("{\"replies\": %ld, \"not_2xx\": %ld, \"marked\": %ld, \"broken\": %ld, \"seconds\": %.4f, \"next\": %zu", replies, bad,
           marked, broken, seconds, next);
    print("latency_us", took, took_n);
    print("event_delay_us", late, late_n);
    printf("}\n");
    return 0;
}

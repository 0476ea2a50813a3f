/* The peer of the push benchmark: an epoll loop that answers every request with event-stream headers and, for
 * each line on standard input, writes the same bytes to every connection. Argument: port. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

static const char HEAD[] =
    "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ncache-control: no-store\r\n\r\nretry: 1000\n\n";
static int clients[65536];
static int count;

static void push(const char *frame, size_t length) {
  for (int i = 0; i < count; i++)
    if (write(clients[i], frame, length) < 0 && errno != EAGAIN) return;
  printf("%d\n", count);
  fflush(stdout);
}

int main(int argc, char **argv) {
  struct rlimit limit = {20000, 20000};
  setrlimit(RLIMIT_NOFILE, &limit);
  int server = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0), on = 1;
  struct sockaddr_in at = {.sin_family = AF_INET, .sin_port = htons(argc > 1 ? atoi(argv[1]) : 0)};
  at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  setsockopt(server, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  if (bind(server, (struct sockaddr *)&at, sizeof at) || listen(server, 4096)) return 1;
  int poll = epoll_create1(0);
  struct epoll_event event = {.events = EPOLLIN, .data.fd = server}, ready[512];
  epoll_ctl(poll, EPOLL_CTL_ADD, server, &event);
  event.data.fd = 0;
  epoll_ctl(poll, EPOLL_CTL_ADD, 0, &event);
  static char line[65536], frame[70000], request[4096];
  printf("ready\n");
  fflush(stdout);
  for (;;) {
    int n = epoll_wait(poll, ready, 512, -1);
    for (int i = 0; i < n; i++) {
      int fd = ready[i].data.fd;
      if (fd == server) {
        int client;
        while ((client = accept4(server, NULL, NULL, SOCK_NONBLOCK)) >= 0) {
          setsockopt(client, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
          event.data.fd = client;
          epoll_ctl(poll, EPOLL_CTL_ADD, client, &event);
        }
      } else if (fd == 0) {
        ssize_t got = read(0, line, sizeof line - 1);
        if (got <= 0) return 0;
        line[got - 1] = 0;
        int length = snprintf(frame, sizeof frame, "event: state\nid: e:1\ndata: %s\n\n", line);
        push(frame, (size_t)length);
      } else if (read(fd, request, sizeof request) > 0) {
        if (write(fd, HEAD, sizeof HEAD - 1) > 0) clients[count++] = fd;
      } else {
        close(fd);
      }
    }
  }
}

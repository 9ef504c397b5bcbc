#define _GNU_SOURCE
#include "CChildProcess.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#ifdef __APPLE__
#define ONLY_STREAMS POSIX_SPAWN_CLOEXEC_DEFAULT
#else
#define ONLY_STREAMS 0
#endif

static int set_attributes(posix_spawnattr_t *attributes, int own_session) {
  sigset_t blocked, by_default;
  sigemptyset(&blocked);
  sigfillset(&by_default);
  sigdelset(&by_default, SIGKILL);
  sigdelset(&by_default, SIGSTOP);
  int error = posix_spawnattr_setsigmask(attributes, &blocked);
  if (!error) error = posix_spawnattr_setsigdefault(attributes, &by_default);
  if (!error) {
    error = posix_spawnattr_setflags(
        attributes, (own_session ? POSIX_SPAWN_SETSID : 0) | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | ONLY_STREAMS);
  }
  return error;
}

static int set_streams(posix_spawn_file_actions_t *actions, const char *folder, const int streams[3]) {
  int error = posix_spawn_file_actions_addchdir_np(actions, folder);
  for (int i = 0; i < 3 && !error; i++) {
    error = streams[i] < 0
                ? posix_spawn_file_actions_addopen(actions, i, "/dev/null", i == 0 ? O_RDONLY : O_WRONLY, 0)
                : posix_spawn_file_actions_adddup2(actions, streams[i], i);
  }
  return error;
}

// The list that the system wants, ended by NULL; to be freed. It points into the texts, which nobody writes to.
static char **list(persona_texts texts) {
  char **list = malloc(((size_t)texts.count + 1) * sizeof *list);
  if (!list) return NULL;
  const char *text = texts.bytes;
  for (int i = 0; i < texts.count; i++) {
    list[i] = (char *)text;
    text += strlen(text) + 1;
  }
  list[texts.count] = NULL;
  return list;
}

static int start(
    pid_t *process, char **arguments, char **environment, const char *folder, const int streams[3], int own_session) {
  posix_spawnattr_t attributes;
  posix_spawn_file_actions_t actions;
  int error = posix_spawnattr_init(&attributes);
  if (error) return error;
  error = posix_spawn_file_actions_init(&actions);
  if (!error) {
    error = set_attributes(&attributes, own_session);
    if (!error) error = set_streams(&actions, folder, streams);
    if (!error) error = posix_spawn(process, arguments[0], &actions, &attributes, arguments, environment);
    posix_spawn_file_actions_destroy(&actions);
  }
  posix_spawnattr_destroy(&attributes);
  return error;
}

int persona_start_program(
    pid_t *process, persona_texts arguments, persona_texts environment, const char *folder, const int streams[3],
    int own_session) {
  char **arguments_list = list(arguments), **environment_list = list(environment);
  int error = arguments_list && environment_list
                  ? start(process, arguments_list, environment_list, folder, streams, own_session)
                  : ENOMEM;
  free(arguments_list);
  free(environment_list);
  return error;
}

int persona_make_pipe(int ends[2]) {
  int made[2];
#ifdef __APPLE__
  if (pipe(made)) return errno;
  fcntl(made[0], F_SETFD, FD_CLOEXEC);
  fcntl(made[1], F_SETFD, FD_CLOEXEC);
#else
  if (pipe2(made, O_CLOEXEC)) return errno;
#endif
  int error = 0;
  for (int i = 0; i < 2; i++) {
    ends[i] = made[i];
    if (made[i] > 2) continue;
    ends[i] = fcntl(made[i], F_DUPFD_CLOEXEC, 3);
    if (ends[i] < 0) error = errno;
    close(made[i]);
  }
  if (error) {
    for (int i = 0; i < 2; i++) {
      if (ends[i] >= 0) close(ends[i]);
    }
  }
  return error;
}

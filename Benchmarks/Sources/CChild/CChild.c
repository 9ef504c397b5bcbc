// Plain fork, not posix_spawn: a spawned child shares the caller's memory until it becomes the command, and Linux
// then takes the caller's peak for the command's own.
#include "CChild.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

extern char **environ;

static double seconds_now(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static double seconds(struct timeval time) { return (double)time.tv_sec + (double)time.tv_usec / 1e6; }

/// In the child: becomes the command, or tells the caller through the pipe why not.
static void become(
    const char *const *arguments, const char *const *environment, const char *folder, const int streams[3],
    int failure_pipe) {
  int failed = chdir(folder) != 0;
  for (int stream = 0; stream < 3 && !failed; stream++) failed = dup2(streams[stream], stream) < 0;
  if (!failed) {
    environ = (char **)environment;
    execvp(arguments[0], (char *const *)arguments);
  }
  const int error = errno;
  (void)!write(failure_pipe, &error, sizeof error);
  _exit(127);
}

/// 0, or the error that the child reported before it could become the command.
static int reported_failure(int failure_pipe) {
  int error = 0;
  ssize_t count;
  do count = read(failure_pipe, &error, sizeof error);
  while (count < 0 && errno == EINTR);
  return count == sizeof error ? error : 0;
}

int child_run(
    const char *const *arguments, const char *const *environment, const char *folder, int input, int output,
    int errors, child_usage *usage) {
  int ends[2];
  if (pipe(ends) != 0) return errno;
  // The pipe closes by itself when the command starts: an end of file is good news.
  fcntl(ends[0], F_SETFD, FD_CLOEXEC);
  fcntl(ends[1], F_SETFD, FD_CLOEXEC);

  const double start = seconds_now();
  const pid_t child = fork();
  if (child == 0) become(arguments, environment, folder, (int[]){input, output, errors}, ends[1]);
  const int fork_error = child < 0 ? errno : 0;
  close(ends[1]);
  const int failure = child < 0 ? fork_error : reported_failure(ends[0]);
  close(ends[0]);
  if (child < 0) return failure;

  int status = 0;
  struct rusage counted;
  while (wait4(child, &status, 0, &counted) < 0) {
    if (errno != EINTR) return errno;
  }
  usage->wall_seconds = seconds_now() - start;
  usage->cpu_seconds = seconds(counted.ru_utime) + seconds(counted.ru_stime);
#ifdef __APPLE__
  usage->peak_bytes = counted.ru_maxrss;
#else
  usage->peak_bytes = (int64_t)counted.ru_maxrss * 1024;
#endif
  usage->exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  return failure;
}

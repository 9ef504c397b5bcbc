// Starts programs and makes pipes for them. In C, because what it takes (a new session, a folder, descriptors that
// are not handed on) are extensions that Swift does not import on Linux.
#pragma once
#include <stddef.h>
#include <sys/types.h>

/// Some texts, one after the other, each ended by a zero.
typedef struct {
  const void *bytes;
  int count;
} persona_texts;

/// Starts a program, the first of the arguments, a path, in `folder`; gives 0 or an error number.
///
/// With `own_session` it has a session of its own and no terminal. Without, it is in the foreground with the caller: it can
/// ask somebody at the terminal, and what interrupts the one interrupts the other.
/// `streams` are the descriptors of its standard input, output and error: greater than 2, or -1 for none. Signals
/// act on it by default and none is blocked, whatever holds for the calling thread.
int persona_start_program(
    pid_t *process, persona_texts arguments, persona_texts environment, const char *folder, const int streams[3],
    int own_session);

/// Makes a pipe, the reading end first, that is not handed on to programs; gives 0 or an error number.
///
/// Its descriptors are greater than 2, even where the standard streams are closed.
int persona_make_pipe(int ends[2]);

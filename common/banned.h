/* Functions that have no place here: unbounded copies, hidden state, silent failure. Included last
 * by every .c file, so that the compiler refuses them. */
#ifndef MOTCUA_COMMON_BANNED_H
#define MOTCUA_COMMON_BANNED_H

/* With _FORTIFY_SOURCE and clang these two are macros of glibc. */
#undef sprintf
#undef vsprintf

#pragma GCC poison strcpy strcat strncpy strncat sprintf vsprintf strtok atoi atol atoll atof gets

#endif

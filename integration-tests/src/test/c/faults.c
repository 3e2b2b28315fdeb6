/*
 * Preloaded into a JVM, plays a disk and a clock that misbehave, and keeps a diary of what the
 * process asked of its files:
 *
 *   cc -shared -fPIC -O1 -o libfaults.so faults.c -ldl -lpthread
 *   FAULTS_BELOW="$HEDDLE_HOME" FAULTS_PAGE=page FAULTS_TRACE=trace \
 *     LD_PRELOAD=./libfaults.so java …
 *
 * Only files below FAULTS_BELOW count. The page is mapped, so that a test can change its
 * mind while the process runs. It holds seven i64, in the machine's byte order:
 *
 *    0 nanoseconds added to the time of day          24 how many syncs still succeed
 *    8 the time of day itself, in ns; 0: it runs     32 how many fail then; negative: all
 *   16 errno of a failing sync; 0: none fails        40 errno of a failing write; 0: none fails
 *                                                    48 how many calls have failed
 *
 * The trace is a row of entries: u8 kind, u64 inode, i64 number, u32 size, bytes. Names are relative.
 *
 *   1 made: name          4 synced                  7 removed: name
 *   2 written at number   5 folder synced: name     8 folder made: name
 *   3 cut to number       6 renamed: from \0 to     9 folder removed: name   10 a sync failed
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

enum { OFFSET, FROZEN, SYNC_ERRNO, SYNC_SPARED, SYNC_FAILING, WRITE_ERRNO, FAILURES, FIELDS };

enum { MADE = 1, WRITTEN, CUT, SYNCED, FOLDER_SYNCED, RENAMED, REMOVED, FOLDER_MADE, FOLDER_REMOVED,
       SYNC_FAILED };

static volatile int64_t nothing[FIELDS];
static volatile int64_t *page = nothing;
static char below[PATH_MAX];
static size_t below_length;
static int trace = -1;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

/* What would have been called without us. */
#define REAL(name)                                                                                 \
  ({                                                                                               \
    static __typeof__(&name) found;                                                                \
    if (found == NULL) {                                                                           \
      found = (__typeof__(&name))dlsym(RTLD_NEXT, #name);                                          \
    }                                                                                              \
    found;                                                                                         \
  })

__attribute__((constructor)) static void begin(void) {
  const char *folder = getenv("FAULTS_BELOW");
  if (folder == NULL || realpath(folder, below) == NULL) {
    return;
  }
  below_length = strlen(below);
  const char *name = getenv("FAULTS_PAGE");
  if (name != NULL) {
    int fd = syscall(SYS_openat, AT_FDCWD, name, O_RDWR | O_CLOEXEC, 0);
    void *mapped = mmap(NULL, sizeof nothing, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    if (mapped != MAP_FAILED) {
      page = mapped;
    }
    syscall(SYS_close, fd);
  }
  name = getenv("FAULTS_TRACE");
  if (name != NULL) {
    trace = syscall(SYS_openat, AT_FDCWD, name, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  }
}

/* The name relative to the folder; NULL if it is not below it. */
static const char *relative(const char *path) {
  if (below_length == 0 || strncmp(path, below, below_length) != 0) {
    return NULL;
  }
  if (path[below_length] == 0) {
    return "";
  }
  return path[below_length] == '/' ? path + below_length + 1 : NULL;
}

static const char *name_of(int fd, char *buffer) {
  char link[40];
  if (below_length == 0) {
    return NULL;
  }
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t size = syscall(SYS_readlinkat, AT_FDCWD, link, buffer, PATH_MAX - 1);
  if (size < 0) {
    return NULL;
  }
  buffer[size] = 0;
  return relative(buffer);
}

static uint64_t inode(int fd) {
  struct stat about;
  return fstat(fd, &about) == 0 ? about.st_ino : 0;
}

static void put(const void *bytes, size_t size) {
  const char *at = bytes;
  while (size > 0) {
    ssize_t written = syscall(SYS_write, trace, at, size);
    if (written <= 0) {
      abort(); /* a diary with holes would prove anything */
    }
    at += written;
    size -= written;
  }
}

static void note(uint8_t kind, uint64_t file, int64_t number, const void *bytes, uint32_t size) {
  if (trace < 0) {
    return;
  }
  put(&kind, 1);
  put(&file, 8);
  put(&number, 8);
  put(&size, 4);
  put(bytes, size);
}

static void note_name(uint8_t kind, uint64_t file, const char *name) {
  note(kind, file, 0, name, strlen(name));
}

static int fails(int64_t error) {
  __atomic_add_fetch(&page[FAILURES], 1, __ATOMIC_RELAXED);
  errno = (int)error;
  return -1;
}

/* ---- files ---- */

static int opened(int (*call)(const char *, int, ...), const char *path, int flags, int mode) {
  const char *name = relative(path);
  struct stat about;
  int isNew = 0;
  if (name != NULL) {
    isNew = (flags & O_CREAT) && stat(path, &about) != 0;
    if (isNew && page[WRITE_ERRNO] != 0) {
      return fails(page[WRITE_ERRNO]);
    }
    pthread_mutex_lock(&lock);
  }
  int fd = call(path, flags, mode);
  if (name != NULL) {
    int error = errno;
    if (fd >= 0 && isNew) {
      note_name(MADE, inode(fd), name);
    } else if (fd >= 0 && (flags & O_TRUNC)) {
      note(CUT, inode(fd), 0, "", 0);
    }
    pthread_mutex_unlock(&lock);
    errno = error;
  }
  return fd;
}

#define MODE                                                                                       \
  int mode = 0;                                                                                    \
  if (flags & (O_CREAT | O_TMPFILE)) {                                                             \
    va_list rest;                                                                                  \
    va_start(rest, flags);                                                                         \
    mode = va_arg(rest, int);                                                                      \
    va_end(rest);                                                                                  \
  }

int open(const char *path, int flags, ...) {
  MODE return opened(REAL(open), path, flags, mode);
}

int open64(const char *path, int flags, ...) {
  MODE return opened(REAL(open64), path, flags, mode);
}

static ssize_t after_write(int fd, const char *name, const struct iovec *parts, int count,
                           int64_t at, ssize_t written) {
  if (written > 0 && name != NULL) {
    int error = errno;
    int64_t from = at >= 0 ? at : lseek(fd, 0, SEEK_CUR) - written;
    ssize_t left = written;
    for (int i = 0; i < count && left > 0; i++) {
      ssize_t size = (ssize_t)parts[i].iov_len < left ? (ssize_t)parts[i].iov_len : left;
      note(WRITTEN, inode(fd), from, parts[i].iov_base, size);
      from += size;
      left -= size;
    }
    errno = error;
  }
  return written;
}

#define WRITING(call, parts, count, at)                                                            \
  char buffer[PATH_MAX];                                                                           \
  const char *name = name_of(fd, buffer);                                                          \
  if (name == NULL) {                                                                              \
    return call;                                                                                   \
  }                                                                                                \
  if (page[WRITE_ERRNO] != 0) {                                                                    \
    return fails(page[WRITE_ERRNO]);                                                               \
  }                                                                                                \
  pthread_mutex_lock(&lock);                                                                       \
  ssize_t result = after_write(fd, name, parts, count, at, call);                                  \
  pthread_mutex_unlock(&lock);                                                                     \
  return result;

ssize_t write(int fd, const void *bytes, size_t size) {
  struct iovec all = {(void *)bytes, size};
  WRITING(REAL(write)(fd, bytes, size), &all, 1, -1)
}

ssize_t pwrite(int fd, const void *bytes, size_t size, off_t at) {
  struct iovec all = {(void *)bytes, size};
  WRITING(REAL(pwrite)(fd, bytes, size, at), &all, 1, at)
}

ssize_t pwrite64(int fd, const void *bytes, size_t size, off64_t at) {
  struct iovec all = {(void *)bytes, size};
  WRITING(REAL(pwrite64)(fd, bytes, size, at), &all, 1, at)
}

ssize_t writev(int fd, const struct iovec *parts, int count) {
  WRITING(REAL(writev)(fd, parts, count), parts, count, -1)
}

static int cut(int (*call)(int, off64_t), int fd, off64_t size) {
  char buffer[PATH_MAX];
  const char *name = name_of(fd, buffer);
  if (name == NULL) {
    return call(fd, size);
  }
  if (page[WRITE_ERRNO] != 0) {
    return fails(page[WRITE_ERRNO]);
  }
  pthread_mutex_lock(&lock);
  int result = call(fd, size);
  if (result == 0) {
    note(CUT, inode(fd), size, "", 0);
  }
  pthread_mutex_unlock(&lock);
  return result;
}

int ftruncate(int fd, off_t size) {
  return cut(REAL(ftruncate), fd, size);
}

int ftruncate64(int fd, off64_t size) {
  return cut(REAL(ftruncate64), fd, size);
}

/* ---- syncs ---- */

static int sync_is_refused(void) {
  if (page[SYNC_ERRNO] == 0 || page[SYNC_FAILING] == 0) {
    return 0;
  }
  if (page[SYNC_SPARED] > 0) {
    page[SYNC_SPARED]--;
    return 0;
  }
  if (page[SYNC_FAILING] > 0) {
    page[SYNC_FAILING]--;
  }
  return 1;
}

static int synced(int (*call)(int), int fd) {
  char buffer[PATH_MAX];
  const char *name = name_of(fd, buffer);
  if (name == NULL) {
    return call(fd);
  }
  pthread_mutex_lock(&lock);
  struct stat about;
  int isFolder = fstat(fd, &about) == 0 && S_ISDIR(about.st_mode);
  int result;
  if (sync_is_refused()) {
    note_name(SYNC_FAILED, about.st_ino, name);
    result = fails(page[SYNC_ERRNO]);
  } else {
    result = call(fd);
    int error = errno;
    if (result == 0 && isFolder) {
      note_name(FOLDER_SYNCED, about.st_ino, name);
    } else if (result == 0) {
      note(SYNCED, about.st_ino, 0, "", 0);
    }
    errno = error;
  }
  pthread_mutex_unlock(&lock);
  return result;
}

int fsync(int fd) {
  return synced(REAL(fsync), fd);
}

int fdatasync(int fd) {
  return synced(REAL(fdatasync), fd);
}

/*
 * The name of what is mapped at an address. Slow, but an msync is slower still. A file without a
 * name any more is nobody's: its name ends in " (deleted)" and is passed on all the same.
 */
static const char *name_at(const void *address, char *line, size_t size) {
  int fd = syscall(SYS_openat, AT_FDCWD, "/proc/self/maps", O_RDONLY | O_CLOEXEC, 0);
  FILE *maps = fd < 0 ? NULL : fdopen(fd, "r");
  const char *name = NULL;
  while (maps != NULL && name == NULL && fgets(line, (int)size, maps) != NULL) {
    unsigned long from, to;
    int path = 0;
    if (sscanf(line, "%lx-%lx %*s %*s %*s %*s %n", &from, &to, &path) == 2 && path > 0
        && (unsigned long)address >= from && (unsigned long)address < to) {
      line[strcspn(line, "\n")] = 0;
      name = relative(line + path);
      break;
    }
  }
  if (maps != NULL) {
    fclose(maps);
  }
  return name;
}

int msync(void *address, size_t size, int flags) {
  char line[PATH_MAX + 100];
  if (page[SYNC_ERRNO] == 0 || name_at(address, line, sizeof line) == NULL) {
    return REAL(msync)(address, size, flags);
  }
  pthread_mutex_lock(&lock);
  int refused = sync_is_refused();
  pthread_mutex_unlock(&lock);
  return refused ? fails(page[SYNC_ERRNO]) : REAL(msync)(address, size, flags);
}

/* ---- names ---- */

#define NAMED(kind, call)                                                                          \
  const char *name = relative(path);                                                               \
  if (name == NULL) {                                                                              \
    return call;                                                                                   \
  }                                                                                                \
  if (page[WRITE_ERRNO] != 0) {                                                                    \
    return fails(page[WRITE_ERRNO]);                                                               \
  }                                                                                                \
  pthread_mutex_lock(&lock);                                                                       \
  int result = call;                                                                               \
  int error = errno;                                                                               \
  if (result == 0) {                                                                               \
    note_name(kind, 0, name);                                                                      \
  }                                                                                                \
  pthread_mutex_unlock(&lock);                                                                     \
  errno = error;                                                                                   \
  return result;

int unlink(const char *path) {
  NAMED(REMOVED, REAL(unlink)(path))
}

int rmdir(const char *path) {
  NAMED(FOLDER_REMOVED, REAL(rmdir)(path))
}

int mkdir(const char *path, mode_t mode) {
  NAMED(FOLDER_MADE, REAL(mkdir)(path, mode))
}

int rename(const char *from, const char *to) {
  const char *before = relative(from);
  const char *after = relative(to);
  if (before == NULL || after == NULL) {
    return REAL(rename)(from, to);
  }
  if (page[WRITE_ERRNO] != 0) {
    return fails(page[WRITE_ERRNO]);
  }
  pthread_mutex_lock(&lock);
  int result = REAL(rename)(from, to);
  int error = errno;
  if (result == 0) {
    char both[2 * PATH_MAX];
    int size = snprintf(both, sizeof both, "%s%c%s", before, 0, after);
    note(RENAMED, 0, 0, both, size);
  }
  pthread_mutex_unlock(&lock);
  errno = error;
  return result;
}

/* ---- the time of day ---- */

int clock_gettime(clockid_t clock, struct timespec *time) {
  int result = REAL(clock_gettime)(clock, time);
  if (result == 0 && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE)) {
    int64_t now = page[FROZEN] != 0 ? page[FROZEN]
                                    : time->tv_sec * 1000000000LL + time->tv_nsec + page[OFFSET];
    time->tv_sec = now / 1000000000LL;
    time->tv_nsec = now % 1000000000LL;
  }
  return result;
}

int gettimeofday(struct timeval *time, void *zone) {
  struct timespec now;
  (void)zone;
  int result = clock_gettime(CLOCK_REALTIME, &now);
  time->tv_sec = now.tv_sec;
  time->tv_usec = now.tv_nsec / 1000;
  return result;
}

time_t time(time_t *seconds) {
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  if (seconds != NULL) {
    *seconds = now.tv_sec;
  }
  return now.tv_sec;
}

// The service that every supervisor runs in the benchmarks. Without any library, so that its first instruction is its own:
//
//   beacon FIFO                  reports {time, pid} to FIFO, then waits for a signal
//   beacon FIFO leave            the same, after a grandchild that left the session has reported and waits too
//   beacon FIFO flood BYTES      reports, then prints numbered lines of 100 bytes, BYTES in all, and waits
//   beacon FIFO line BYTES       reports, then prints one line of BYTES bytes and a line "END", and waits
//   beacon                       as `beacon ./beacon.fifo`
//
// A report is 16 bytes, written in one piece: CLOCK_MONOTONIC in nanoseconds (64 bits), the pid (32), 1 for a grandchild (32).
// A signal ends it, as nothing is handled.

typedef long long i64;
typedef unsigned long size;

struct timespec { i64 seconds, nanoseconds; };
struct report { i64 nanoseconds; int pid, is_grandchild; };

enum { MONOTONIC = 1, WRITE_ONLY = 1, AT_CWD = -100, SIG_CHILD = 17, LINE = 100, LINES = 655 };

#if defined(__x86_64__)
enum { SYS_write = 1, SYS_clone = 56, SYS_exit = 60, SYS_wait4 = 61, SYS_getpid = 39, SYS_setsid = 112, SYS_clock_gettime = 228,
       SYS_openat = 257, SYS_ppoll = 271 };
static long call(long n, long a, long b, long c, long d, long e)
{
    register long r10 __asm__("r10") = d;
    register long r8 __asm__("r8") = e;
    long result;
    __asm__ volatile("syscall" : "=a"(result) : "a"(n), "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8) : "rcx", "r11", "memory");
    return result;
}
__asm__(".globl _start\n_start: xor %ebp,%ebp\n mov %rsp,%rdi\n and $-16,%rsp\n call begin\n");
#elif defined(__aarch64__)
enum { SYS_write = 64, SYS_clone = 220, SYS_exit = 93, SYS_wait4 = 260, SYS_getpid = 172, SYS_setsid = 157, SYS_clock_gettime = 113,
       SYS_openat = 56, SYS_ppoll = 73 };
static long call(long n, long a, long b, long c, long d, long e)
{
    register long x8 __asm__("x8") = n;
    register long x0 __asm__("x0") = a;
    register long x1 __asm__("x1") = b;
    register long x2 __asm__("x2") = c;
    register long x3 __asm__("x3") = d;
    register long x4 __asm__("x4") = e;
    __asm__ volatile("svc 0" : "+r"(x0) : "r"(x8), "r"(x1), "r"(x2), "r"(x3), "r"(x4) : "memory");
    return x0;
}
__asm__(".globl _start\n_start: mov x29,#0\n mov x0,sp\n bl begin\n");
#else
#error "beacon knows the system calls of x86-64 and arm64 only"
#endif

static char buffer[LINE * LINES];

static void leave(int code) { for (;;) call(SYS_exit, code, 0, 0, 0, 0); }

static i64 now(void)
{
    struct timespec t;
    call(SYS_clock_gettime, MONOTONIC, (long)&t, 0, 0, 0);
    return t.seconds * 1000000000 + t.nanoseconds;
}

static void report(const char *fifo, i64 nanoseconds, int is_grandchild)
{
    struct report r = { nanoseconds, (int)call(SYS_getpid, 0, 0, 0, 0, 0), is_grandchild };
    long to = call(SYS_openat, AT_CWD, (long)fifo, WRITE_ONLY, 0, 0);
    if (to < 0 || call(SYS_write, to, (long)&r, sizeof r, 0, 0) != sizeof r) leave(70);
}

static void wait_for_a_signal(void) { for (;;) call(SYS_ppoll, 0, 0, 0, 0, 0); }

static int fork_here(void) { return (int)call(SYS_clone, SIG_CHILD, 0, 0, 0, 0); }

static void start_a_grandchild_that_leaves(const char *fifo)
{
    int child = fork_here();
    if (child == 0) {
        call(SYS_setsid, 0, 0, 0, 0, 0);
        if (fork_here() != 0) leave(0);
        report(fifo, now(), 1);
        wait_for_a_signal();
    }
    call(SYS_wait4, child, 0, 0, 0, 0);
}

static void print(const char *text, size length)
{
    while (length > 0) {
        long written = call(SYS_write, 1, (long)text, (long)length, 0, 0);
        if (written <= 0) leave(71);
        text += written;
        length -= (size)written;
    }
}

static size number(const char *text)
{
    size n = 0;
    while (*text >= '0' && *text <= '9') n = n * 10 + (size)(*text++ - '0');
    return n;
}

static void flood(size bytes)
{
    size line = 0;
    for (size i = 0; i < sizeof buffer; i++) buffer[i] = i % LINE == LINE - 1 ? '\n' : '.';
    while (bytes >= LINE) {
        size lines = bytes / LINE < LINES ? bytes / LINE : LINES;
        for (size i = 0; i < lines; i++) {
            size rest = line++;
            for (int digit = 9; digit >= 0; digit--, rest /= 10) buffer[i * LINE + (size)digit] = (char)('0' + rest % 10);
        }
        print(buffer, lines * LINE);
        bytes -= lines * LINE;
    }
}

static void one_line(size bytes)
{
    for (size i = 0; i < sizeof buffer; i++) buffer[i] = 'x';
    while (bytes > 0) {
        size piece = bytes < sizeof buffer ? bytes : sizeof buffer;
        print(buffer, piece);
        bytes -= piece;
    }
    print("\nEND\n", 5);
}

__attribute__((used)) void begin(long *stack)
{
    i64 began = now();
    long count = stack[0];
    char **argument = (char **)(stack + 1);
    const char *fifo = count > 1 ? argument[1] : "./beacon.fifo";
    char mode = count > 2 ? argument[2][0] : 0;
    if (mode == 'l' && argument[2][1] == 'e') start_a_grandchild_that_leaves(fifo);
    report(fifo, began, 0);
    if (mode == 'f') flood(number(argument[3]));
    if (mode == 'l' && argument[2][1] == 'i') one_line(number(argument[3]));
    wait_for_a_signal();
}

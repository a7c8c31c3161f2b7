using System.Runtime.InteropServices;

namespace Baton.Processes.Native;

internal static partial class Libc
{
    /// <summary>How much a thread gets of the processor when others want it too.</summary>
    internal static partial class Priority
    {
        private const int OfThread = 0, Least = 19;

        /// <summary>
        /// Puts the calling thread behind all others. Threads that it starts are so too, hence it must end with its work and hand nothing
        /// to the thread pool, which might grow by such a thread.
        /// </summary>
        public static void Yield() => _ = setpriority(OfThread, 0, Least);

        [LibraryImport(Library, SetLastError = true)]
        private static partial int setpriority(int which, int who, int priority);
    }
}

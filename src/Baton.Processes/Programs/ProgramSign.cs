using System.Globalization;
using System.Runtime.InteropServices;
using Baton.Core;
using Baton.Processes.Native;

namespace Baton.Processes.Programs;

/// <summary>
/// The FIFO by which the children of <see cref="ShortProgram"/> say that they exist (see <see cref="Spawning.SpawnGate"/>). It has no
/// name in any folder, so that nothing is left behind whatever becomes of us: it is opened through our own descriptor of it.
/// </summary>
internal static class ProgramSign
{
    private static readonly Lazy<string> Made = new(Make, LazyThreadSafetyMode.PublicationOnly);

    /// <summary>A path that opens it, here and in children that are about to execute.</summary>
    public static string Path => Made.Value;

    /// <summary>A path that opens what is open here under that number.</summary>
    public static string PathOf(int descriptor) => string.Create(CultureInfo.InvariantCulture, $"/proc/{Environment.ProcessId}/fd/{descriptor}");

    private static string Make()
    {
        var folder = Directory.CreateTempSubdirectory("baton-");
        try
        {
            var path = System.IO.Path.Combine(folder.FullName, "sign");
            if (Libc.mkfifo(path, 0x180 /* 0600 */) != 0) throw Failure();
            var descriptor = Libc.open(path, Libc.O_PATH | Libc.O_CLOEXEC, 0);
            return descriptor >= 0 ? PathOf(descriptor) : throw Failure();
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static BatonException Failure() => new(ErrorCode.Unavailable, $"cannot make a FIFO to start programs with: {Marshal.GetLastPInvokeErrorMessage()}");
}

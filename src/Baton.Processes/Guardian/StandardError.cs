using System.Runtime.InteropServices;
using System.Text;
using Baton.Processes.Native;

namespace Baton.Processes.Guardian;

/// <summary>The guardian's few words to people. It has no console, which would cost it a megabyte.</summary>
public static unsafe class StandardError
{
    /// <summary>Writes text as it is.</summary>
    public static void Write(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        fixed (byte* start = bytes)
        {
            // Nobody can be told that nobody can be told.
            while (Libc.write(2, start, bytes.Length) < 0 && Marshal.GetLastPInvokeError() == Libc.Errno.EINTR) continue;
        }
    }
}

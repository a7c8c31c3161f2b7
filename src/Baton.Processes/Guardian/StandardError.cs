using System.Runtime.InteropServices;
using System.Text;
using Baton.Processes.Native;

namespace Baton.Processes.Guardian;

/// <summary>The few words to people of a process that has no terminal, the guardian first. It needs no console, which would cost it a megabyte.</summary>
public static unsafe class StandardError
{
    /// <summary>Writes it; what cannot be written is lost.</summary>
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

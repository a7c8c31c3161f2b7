using System.Net.Sockets;
using System.Text;

namespace Baton.TestProcess.Behaviours;

/// <summary><c>say TEXT...</c>: sends each text to <c>NOTIFY_SOCKET</c>, 50 ms apart, and stays; <c>\n</c> in a text is a line end.</summary>
internal static class Say
{
    public static int Run(string[] args)
    {
        var address = Environment.GetEnvironmentVariable("NOTIFY_SOCKET")!.Replace('@', '\0');
        using var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        socket.Connect(new UnixDomainSocketEndPoint(address));
        using var never = new ManualResetEventSlim();
        foreach (var text in args)
        {
            socket.Send(Encoding.UTF8.GetBytes(text.Replace("\\n", "\n", StringComparison.Ordinal)));
            never.Wait(TimeSpan.FromMilliseconds(50));
        }

        never.Wait();
        return 0;
    }
}

using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Baton.TestProcess.Behaviours;

/// <summary>Servers that never answer.</summary>
internal static class Listen
{
    /// <summary><c>listen PORT FILE [shared]</c>: listens on 127.0.0.1, where 0 is any port, writes the port to FILE and stays; exit 98 with the reason on stderr when it is taken.</summary>
    public static int Run(string[] args)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        // SOL_SOCKET, SO_REUSEPORT
        if (args.Length > 2) socket.SetRawSocketOption(1, 15, BitConverter.GetBytes(1));
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Loopback, int.Parse(args[0], CultureInfo.InvariantCulture)));
            socket.Listen();
        }
        catch (SocketException e)
        {
            Console.Error.WriteLine($"cannot listen on port {args[0]}: {e.Message}");
            return 98;
        }

        File.WriteAllText(args[1], string.Create(CultureInfo.InvariantCulture, $"{((IPEndPoint)socket.LocalEndPoint!).Port}\n"));
        new ManualResetEvent(false).WaitOne();
        return 0;
    }
}

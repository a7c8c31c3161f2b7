using System.Net;
using System.Net.Sockets;

namespace Baton.ProbeBench;

/// <summary>Answers every request on a raw socket with 200 until its standard input ends. One read is taken to be one request.</summary>
internal static class Responder
{
    private static readonly byte[] Answer = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 3\r\n\r\nok\n"u8.ToArray();

    public static async Task RunAsync(TextWriter say)
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(2048);
        say.WriteLine(((IPEndPoint)listener.LocalEndPoint!).Port);
        say.Flush();
        using var stop = new CancellationTokenSource();
        var accepting = AcceptAsync(listener, stop.Token);
        using var input = Console.OpenStandardInput();
        await input.CopyToAsync(Stream.Null);
        await stop.CancelAsync();
        await accepting;
    }

    private static async Task AcceptAsync(Socket listener, CancellationToken stop)
    {
        try
        {
            // A connection lives no longer than this program.
            while (true) _ = ServeAsync(await listener.AcceptAsync(stop));
        }
        catch (OperationCanceledException)
        {
            // The bench is over.
        }
    }

    private static async Task ServeAsync(Socket connection)
    {
        using var _ = connection;
        var buffer = new byte[2048];
        try
        {
            while (await connection.ReceiveAsync(buffer) > 0) await connection.SendAsync(Answer);
        }
        catch (SocketException)
        {
            // The prober has hung up.
        }
    }
}

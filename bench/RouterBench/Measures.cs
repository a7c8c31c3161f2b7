using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Baton.RouterBench;

/// <summary>Round trips, one way with one write for each message, one way in large writes, and one to ten.</summary>
internal static class Measures
{
    public const string Type = "bench::actors::ping_pong::Ping";

    private const int ValueBytes = 200, Trips = 20_000, Singles = 300_000, Batched = 1_000_000, PerWrite = 300;

    private static readonly byte[] Line = Encoding.ASCII.GetBytes($"{{\"Storable\":{{\"type_name\":\"{Type}\",\"value\":\"{{\\\"value\\\":\\\"{new string('x', ValueBytes - 16)}\\\"}}\"}}}}\n");

    public static void Run(string hub, int rounds)
    {
        string[] names = ["router", "C hub"];
        var figures = names.ToDictionary(name => name, _ => new List<double[]>());
        for (var i = 0; i < rounds; i++)
        {
            foreach (var name in i % 2 == 0 ? names : names.Reverse()) figures[name].Add(Measure(name == "router" ? [Environment.ProcessPath!, "serve"] : [hub]));
        }

        Console.WriteLine("             round trip p50, us   one way, /s   batched, /s   1 to 10, deliveries/s");
        foreach (var name in names) Console.WriteLine($"{name,-12} {string.Join("   ", Enumerable.Range(0, 4).Select(k => Median(figures[name].Select(row => row[k])).ToString("N1", CultureInfo.InvariantCulture)))}");
        Console.WriteLine($"ratio        {string.Join("   ", Enumerable.Range(0, 4).Select(k => (Median(figures["router"].Select(row => row[k])) / Median(figures["C hub"].Select(row => row[k]))).ToString("N2", CultureInfo.InvariantCulture)))}");
    }

    private static double[] Measure(string[] command) =>
    [
        With(command, 1, RoundTrip), With(command, 2, sockets => OneWay(sockets, Singles, 1)), With(command, 2, sockets => OneWay(sockets, Batched, PerWrite)), With(command, 11, sockets => OneWay(sockets, Batched / 5, PerWrite)),
    ];

    private static double With(string[] command, int count, Func<Socket[], double> measure)
    {
        var folder = Directory.CreateTempSubdirectory("router-bench");
        var start = new ProcessStartInfo(command[0]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        foreach (var argument in (string[])[.. command[1..], folder.FullName, count.ToString(CultureInfo.InvariantCulture)]) start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        try
        {
            process.StandardOutput.ReadLine();
            var sockets = Enumerable.Range(0, count).Select(i => Dial(Path.Combine(folder.FullName, i.ToString(CultureInfo.InvariantCulture)))).ToArray();
            var figure = measure(sockets);
            foreach (var socket in sockets) socket.Dispose();
            return figure;
        }
        finally
        {
            process.Kill();
            process.WaitForExit();
            folder.Delete(recursive: true);
        }
    }

    private static Socket Dial(string path)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Connect(new UnixDomainSocketEndPoint(path));
        return socket;
    }

    private static double RoundTrip(Socket[] sockets)
    {
        var buffer = new byte[Line.Length];
        var times = new List<double>();
        for (var i = 0; i < Trips * 2; i++)
        {
            var began = Stopwatch.GetTimestamp();
            sockets[0].Send(Line);
            for (var got = 0; got < Line.Length;) got += sockets[0].Receive(buffer, got, buffer.Length - got, SocketFlags.None);
            // The first half is for what is compiled while it runs.
            if (i >= Trips) times.Add(Stopwatch.GetElapsedTime(began).TotalMicroseconds);
        }

        return Median(times);
    }

    private static double OneWay(Socket[] sockets, int count, int perWrite)
    {
        // Once to warm up.
        Exchange(sockets, count / 4 / perWrite * perWrite, perWrite);
        var began = Stopwatch.GetTimestamp();
        Exchange(sockets, count / perWrite * perWrite, perWrite);
        return count / perWrite * perWrite * (sockets.Length - 1) / Stopwatch.GetElapsedTime(began).TotalSeconds;
    }

    private static void Exchange(Socket[] sockets, int count, int perWrite)
    {
        var receivers = sockets.Skip(1).Select(socket => new Thread(() =>
        {
            var buffer = new byte[256 * 1024];
            for (var left = (long)count * Line.Length; left > 0;) left -= socket.Receive(buffer);
        })).ToList();
        foreach (var receiver in receivers) receiver.Start();
        var bytes = Enumerable.Repeat(Line, perWrite).SelectMany(line => line).ToArray();
        for (var i = 0; i < count / perWrite; i++) sockets[0].Send(bytes);
        foreach (var receiver in receivers) receiver.Join();
    }

    private static double Median(IEnumerable<double> figures)
    {
        var sorted = figures.Order().ToList();
        return sorted[sorted.Count / 2];
    }
}

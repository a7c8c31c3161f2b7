using System.Formats.Tar;
using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace Baton.EndToEnd.Tests.Containers;

/// <summary>A small registry of images on a free loopback port, with one image, <c>box:1</c>, which is a busybox with a healthcheck.</summary>
internal sealed class RegistryServer : IAsyncDisposable
{
    private const string ManifestType = "application/vnd.docker.distribution.manifest.v2+json";

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _over = new();
    private readonly Dictionary<string, (string Type, byte[] Bytes)> _things = [];
    private readonly string _layer;
    private readonly Task _running;

    public RegistryServer()
    {
        var layer = Layer();
        var config = $$$"""
            {"architecture":"amd64","os":"linux","rootfs":{"type":"layers","diff_ids":["{{{DigestOf(Unpacked(layer))}}}"]},"config":{"Cmd":["/bin/sh","-c","echo from the registry; sleep 600"],
             "Healthcheck":{"Test":["CMD","/bin/sh","-c","test -e /healthy"],"Interval":500000000,"Retries":2} } }
            """;
        _layer = Add("application/vnd.docker.image.rootfs.diff.tar.gzip", layer);
        var configured = Add("application/vnd.docker.container.image.v1+json", Encoding.UTF8.GetBytes(config));
        var manifest = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $$$"""
            {"schemaVersion":2,"mediaType":"{{{ManifestType}}}","config":{"mediaType":"application/vnd.docker.container.image.v1+json","size":{{{Encoding.UTF8.GetByteCount(config)}}},"digest":"{{{configured}}}"},
             "layers":[{"mediaType":"application/vnd.docker.image.rootfs.diff.tar.gzip","size":{{{layer.Length}}},"digest":"{{{_layer}}}"}]}
            """));
        _things["1"] = (ManifestType, manifest);
        Add(ManifestType, manifest);
        _listener.Start();
        _running = RunAsync();
    }

    /// <summary>The layer stops coming half way.</summary>
    public bool IsStuck { get; set; }

    /// <summary>The image, as a manifest names it.</summary>
    public string Image => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/box:1");

    /// <summary>Half of the layer has been sent, and no more follows.</summary>
    public TaskCompletionSource Stuck { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        _listener.Stop();
        await _running;
        _over.Dispose();
    }

    private async Task RunAsync()
    {
        var serving = new List<Task>();
        try
        {
            while (true) serving.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_over.Token)));
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(serving);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                var stream = client.GetStream();
                using var reader = new StreamReader(stream, Encoding.ASCII, leaveOpen: true);
                var line = (await reader.ReadLineAsync(_over.Token) ?? "").Split(' ');
                while (await reader.ReadLineAsync(_over.Token) is { Length: > 0 }) continue;
                await AnswerAsync(stream, line[0], line.Length > 1 ? line[1] : "");
            }
            catch (Exception e) when (e is IOException or OperationCanceledException)
            {
                // The engine has gone, or the test is over.
            }
        }
    }

    private async Task AnswerAsync(NetworkStream stream, string method, string path)
    {
        if (path == "/v2/")
        {
            await SendAsync(stream, 200, "application/json", "{}"u8.ToArray(), method);
        }
        else if (!path.StartsWith("/v2/box/", StringComparison.Ordinal) || !_things.TryGetValue(path[(path.LastIndexOf('/') + 1)..], out var thing))
        {
            await SendAsync(stream, 404, "application/json", """{"errors":[{"code":"MANIFEST_UNKNOWN","message":"nobody knows that image here"}]}"""u8.ToArray(), method);
        }
        else if (IsStuck && path.EndsWith(_layer, StringComparison.Ordinal) && method == "GET")
        {
            await stream.WriteAsync(Head(200, thing.Type, thing.Bytes), _over.Token);
            await stream.WriteAsync(thing.Bytes.AsMemory(0, thing.Bytes.Length / 2), _over.Token);
            Stuck.TrySetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, _over.Token);
        }
        else
        {
            await SendAsync(stream, 200, thing.Type, thing.Bytes, method);
        }
    }

    private async Task SendAsync(NetworkStream stream, int status, string type, byte[] bytes, string method)
    {
        await stream.WriteAsync(Head(status, type, bytes), _over.Token);
        if (method != "HEAD") await stream.WriteAsync(bytes, _over.Token);
    }

    private static byte[] Head(int status, string type, byte[] bytes) => Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture,
        $"HTTP/1.1 {status} So\r\nContent-Type: {type}\r\nContent-Length: {bytes.Length}\r\nDocker-Content-Digest: {DigestOf(bytes)}\r\nDocker-Distribution-Api-Version: registry/2.0\r\nConnection: close\r\n\r\n"));

    private string Add(string type, byte[] bytes)
    {
        var digest = DigestOf(bytes);
        _things[digest] = (type, bytes);
        return digest;
    }

    private static string DigestOf(byte[] bytes) => $"sha256:{Convert.ToHexStringLower(SHA256.HashData(bytes))}";

    private static byte[] Layer()
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
        using (var tar = new TarWriter(gzip))
        {
            using var busybox = File.OpenRead("/bin/busybox");
            tar.WriteEntry(new UstarTarEntry(TarEntryType.Directory, "bin/") { Mode = (UnixFileMode)0b111_101_101 });
            tar.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, "bin/busybox") { DataStream = busybox, Mode = (UnixFileMode)0b111_101_101 });
            foreach (var applet in (string[])["sh", "sleep", "test", "touch"]) tar.WriteEntry(new UstarTarEntry(TarEntryType.SymbolicLink, $"bin/{applet}") { LinkName = "busybox" });
        }

        return packed.ToArray();
    }

    private static byte[] Unpacked(byte[] packed)
    {
        using var gzip = new GZipStream(new MemoryStream(packed), CompressionMode.Decompress);
        using var plain = new MemoryStream();
        gzip.CopyTo(plain);
        return plain.ToArray();
    }
}

using System.Text.Json;
using Baton.Client.Http;

namespace Baton.Client.Runtime;

/// <summary>
/// The runtime part, through its control socket: instances and the links between them. The protocol is an older one than Baton, so the server may be another
/// than Baton's. Each request uses a connection of its own; what fails is thrown as <see cref="RuntimeFailureException"/>.
/// </summary>
/// <param name="address">Where the server is; nothing is sent yet.</param>
/// <param name="time">The clock of the limits.</param>
public sealed class RuntimeClient(RuntimeAddress address, TimeProvider time)
{
    /// <summary>How long an answer may take that needs no process to start or end: 10 s.</summary>
    public static TimeSpan QuickLimit => HttpEndpoint.SilenceLimit;

    /// <summary>How long an answer may take that waits for processes, perhaps for those of others before: 5 min.</summary>
    public static TimeSpan ActLimit { get; } = TimeSpan.FromMinutes(5);

    /// <summary>Where the server is.</summary>
    public RuntimeAddress Address => address;

    /// <summary>The version of the server's protocol.</summary>
    public async Task<string> VersionAsync()
    {
        using var exchange = await RuntimeExchange.OpenAsync(address, time);
        var answer = await exchange.AskAsync(RuntimeRequest.Plain("Version"), QuickLimit);
        return RuntimeExchange.Parse(() => answer.ValueKind == JsonValueKind.String ? answer.GetString()! : throw new JsonException("the version is no text"));
    }

    /// <summary>All instances and links.</summary>
    public async Task<RuntimeInfo> InfoAsync()
    {
        using var exchange = await RuntimeExchange.OpenAsync(address, time);
        var answer = await exchange.AskAsync(RuntimeRequest.Plain("Info"), QuickLimit);
        return RuntimeExchange.Parse(() => RuntimeInfo.Read(answer));
    }

    /// <summary>Makes an instance of a program that the server has; the path is the server's matter.</summary>
    public Task AddAsync(Guid id, string path, bool isPrivileged) =>
        AskAsync(() => RuntimeRequest.Add(id, path, isPrivileged), QuickLimit);

    /// <summary>Makes an instance of a program that is here; returns how many bytes were sent.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="file">The program.</param>
    /// <param name="isPrivileged">It may start and stop others.</param>
    /// <param name="progress">Told of bytes sent and of all.</param>
    public async Task<long> AddWithBinaryAsync(Guid id, string file, bool isPrivileged, Action<long, long>? progress = null)
    {
        using var exchange = await RuntimeExchange.OpenAsync(address, time);
        return await BinaryUpload.SendAsync(exchange, file, (length, hash) => RuntimeRequest.AddWithBinary(id, length, hash, isPrivileged), progress);
    }

    /// <summary>Starts an instance.</summary>
    /// <param name="id">Which.</param>
    /// <param name="priority"><c>high</c>, <c>normal</c> or <c>low</c>; null as the server itself.</param>
    public Task StartAsync(Guid id, string? priority) => AskAsync(() => RuntimeRequest.Start(id, priority), ActLimit);

    /// <summary>Stops an instance; returns when its process is gone.</summary>
    public Task StopAsync(Guid id) => AskAsync(() => RuntimeRequest.Of("Stop", id), ActLimit);

    /// <summary>Forgets an instance that does not run.</summary>
    public Task RemoveAsync(Guid id) => AskAsync(() => RuntimeRequest.Of("Remove", id), ActLimit);

    /// <summary>Stops and forgets all instances, and forgets all links.</summary>
    public Task ClearAsync() => AskAsync(() => RuntimeRequest.Plain("Clear"), ActLimit);

    /// <summary>Hands messages of a type to a target.</summary>
    /// <param name="type">The type.</param>
    /// <param name="target">An id or address (<see cref="LinkTargetText"/>).</param>
    /// <param name="from">Only what this instance sends; null: whoever sends it. Only Baton's own server knows senders.</param>
    public async Task LinkAsync(string type, string target, Guid? from)
    {
        if (from is not null) await RequireBatonAsync("links from one instance");
        await AskAsync(() => RuntimeRequest.Link("Link", type, target, from), QuickLimit);
    }

    /// <summary>Takes a link away; only Baton's own server can.</summary>
    public async Task UnlinkAsync(string type, string target, Guid? from)
    {
        await RequireBatonAsync("the removal of single links");
        await AskAsync(() => RuntimeRequest.Link("Unlink", type, target, from), QuickLimit);
    }

    /// <summary>Hands on what an instance writes, as it comes, until the server ends it.</summary>
    /// <param name="id">Which instance.</param>
    /// <param name="write">Takes the bytes, in pieces of any length.</param>
    public async Task FollowOutputAsync(Guid id, Action<ReadOnlySpan<byte>> write)
    {
        using var exchange = await RuntimeExchange.OpenAsync(address, time);
        await exchange.AskAsync(RuntimeRequest.Of("Stdout", id), QuickLimit);
        exchange.Connection.Patience = Timeout.InfiniteTimeSpan;
        var piece = new byte[64 * 1024];
        while (await RuntimeExchange.AtAsync(RuntimeStage.ReceivingResponse, () => exchange.Connection.ReadAsync(piece)) is > 0 and var read) write(piece.AsSpan(0, read));
    }

    // The line is made when somebody listens: that nobody does is told first.
    private async Task AskAsync(Func<ReadOnlyMemory<byte>> line, TimeSpan patience)
    {
        using var exchange = await RuntimeExchange.OpenAsync(address, time);
        await exchange.AskAsync(line(), patience);
    }

    // Another server would take the first as a link from everybody, and not know the second: nothing of it may be sent there.
    private async Task RequireBatonAsync(string what)
    {
        using (var exchange = await RuntimeExchange.OpenAsync(address, time))
        {
            if (await exchange.IsTakenAsync("\"Baton\"\n"u8.ToArray(), QuickLimit)) return;
        }

        var version = await VersionAsync();
        throw new RuntimeFailureException(RuntimeStage.Unknown, [$"the server at \"{address}\" (version {version}) is not Baton's and does not know {what}; nothing was changed"]);
    }
}

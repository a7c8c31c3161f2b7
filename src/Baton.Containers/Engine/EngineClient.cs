using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Baton.Containers.Engine;

/// <summary>Asks an engine over its Unix socket: the routes that Baton needs, each with a limit of time. No shell and no other program is involved.</summary>
/// <param name="socket">Absolute path.</param>
/// <param name="time">The clock.</param>
internal sealed class EngineClient(string socket, TimeProvider time) : IDisposable
{
    // The most of a refusal or an answer that is read: no answer of the engine that we ask for is larger.
    private const int MostBytes = 4 << 20;

    private const string Silence = "it does not answer; restart Docker (systemctl restart docker)";

    private static readonly TimeSpan UsualLimit = TimeSpan.FromSeconds(30), ListLimit = TimeSpan.FromSeconds(5);

    private readonly HttpClient _http = EngineHttp.Over(socket);

    /// <summary>Where it is.</summary>
    public string Socket => socket;

    /// <summary>What is said of one that does not answer, for people.</summary>
    public string IsSilent => $"cannot reach the Docker engine at \"{socket}\": {Silence}";

    /// <summary>Whether the engine has an image.</summary>
    public async Task<bool> HasImageAsync(string image, CancellationToken cancel)
    {
        try
        {
            using var answer = await SendAsync(HttpMethod.Get, $"images/{Uri.EscapeDataString(image).Replace("%2F", "/", StringComparison.Ordinal)}/json", null, UsualLimit, cancel).ConfigureAwait(false);
            return true;
        }
        catch (EngineException e) when (e.IsNotFound)
        {
            return false;
        }
    }

    /// <summary>Lets it fetch an image; the stream tells how it goes, one JSON object a line.</summary>
    public Task<Stream> PullAsync(string image, CancellationToken cancel)
    {
        var (name, tag) = ImageName.Split(image);
        return StreamAsync(HttpMethod.Post, $"images/create?fromImage={Uri.EscapeDataString(name)}&tag={Uri.EscapeDataString(tag)}", null, cancel);
    }

    /// <summary>Makes a container, which does not run yet.</summary>
    public Task<MadeContainer> CreateAsync(string name, ContainerWish wish, CancellationToken cancel) =>
        AskAsync(HttpMethod.Post, $"containers/create?name={name}", Body(wish, EngineJson.Default.ContainerWish), EngineJson.Default.MadeContainer, UsualLimit, cancel);

    /// <summary>Starts it.</summary>
    public Task StartAsync(string container, CancellationToken cancel) => TellAsync(HttpMethod.Post, $"containers/{container}/start", null, cancel);

    /// <summary>All containers that carry these labels, running or not.</summary>
    public Task<ListedContainer[]> ListAsync(IEnumerable<string> labels, CancellationToken cancel)
    {
        var filter = JsonSerializer.Serialize(new Dictionary<string, string[]> { ["label"] = [.. labels] }, EngineJson.Default.DictionaryStringStringArray);
        return AskAsync(HttpMethod.Get, $"containers/json?all=true&filters={Uri.EscapeDataString(filter)}", null, EngineJson.Default.ListedContainerArray, ListLimit, cancel);
    }

    /// <summary>Looks at one.</summary>
    /// <exception cref="EngineException">It is not there, or the engine is away.</exception>
    public Task<SeenContainer> LookAsync(string container, CancellationToken cancel) =>
        AskAsync(HttpMethod.Get, $"containers/{container}/json", null, EngineJson.Default.SeenContainer, UsualLimit, cancel);

    /// <summary>Sends its first process a signal.</summary>
    public Task SignalAsync(string container, int signal, CancellationToken cancel) =>
        TellAsync(HttpMethod.Post, string.Create(CultureInfo.InvariantCulture, $"containers/{container}/kill?signal={signal}"), null, cancel);

    /// <summary>Kills and removes it, with what it wrote into volumes without a name. One that is not there is no failure.</summary>
    public async Task RemoveAsync(string container, CancellationToken cancel)
    {
        try
        {
            await TellAsync(HttpMethod.Delete, $"containers/{container}?force=true&v=true", null, cancel).ConfigureAwait(false);
        }
        catch (EngineException e) when (e.IsNotFound)
        {
            // Somebody else removed it, which is what was wanted.
        }
    }

    /// <summary>What it uses now.</summary>
    public Task<ContainerStats> MeasureAsync(string container, CancellationToken cancel) =>
        AskAsync(HttpMethod.Get, $"containers/{container}/stats?stream=false&one-shot=true", null, EngineJson.Default.ContainerStats, UsualLimit, cancel);

    /// <summary>What it has written, framed, each frame with its time; from an instant on, and on until it ends where that is wanted.</summary>
    public Task<Stream> LogsAsync(string container, string since, bool follows, CancellationToken cancel) =>
        StreamAsync(HttpMethod.Get, $"containers/{container}/logs?stdout=true&stderr=true&timestamps=true&follow={(follows ? "true" : "false")}&since={since}", null, cancel);

    /// <summary>Prepares a program that is to run inside.</summary>
    public async Task<string> PrepareAsync(string container, ExecWish wish, CancellationToken cancel) =>
        (await AskAsync(HttpMethod.Post, $"containers/{container}/exec", Body(wish, EngineJson.Default.ExecWish), EngineJson.Default.MadeContainer, UsualLimit, cancel).ConfigureAwait(false)).Id;

    /// <summary>Runs it; what it writes, framed.</summary>
    public Task<Stream> RunAsync(string exec, CancellationToken cancel) =>
        StreamAsync(HttpMethod.Post, $"exec/{exec}/start", Body(new ExecStart(Detach: false, Tty: false), EngineJson.Default.ExecStart), cancel);

    /// <summary>How it ended.</summary>
    public Task<SeenExec> LookAtExecAsync(string exec, CancellationToken cancel) =>
        AskAsync(HttpMethod.Get, $"exec/{exec}/json", null, EngineJson.Default.SeenExec, UsualLimit, cancel);

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    // Of a known length: some engines take no chunks.
    private static ByteArrayContent Body<T>(T value, JsonTypeInfo<T> type)
    {
        var content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(value, type));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return content;
    }

    private async Task TellAsync(HttpMethod method, string path, HttpContent? body, CancellationToken cancel)
    {
        using var answer = await SendAsync(method, path, body, UsualLimit, cancel).ConfigureAwait(false);
    }

    private async Task<T> AskAsync<T>(HttpMethod method, string path, HttpContent? body, JsonTypeInfo<T> type, TimeSpan limit, CancellationToken cancel)
    {
        using var deadline = new CancellationTokenSource(limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel, deadline.Token);
        try
        {
            using var answer = await SendAsync(method, path, body, limit, either.Token).ConfigureAwait(false);
            await answer.Content.LoadIntoBufferAsync(MostBytes, either.Token).ConfigureAwait(false);
            var bytes = await answer.Content.ReadAsByteArrayAsync(either.Token).ConfigureAwait(false);
            return JsonSerializer.Deserialize(bytes, type) ?? throw new JsonException("null");
        }
        catch (JsonException e)
        {
            throw new EngineException($"cannot understand the engine at \"{socket}\": {e.Message}", e);
        }
        catch (Exception e) when (IsTrouble(e, cancel))
        {
            throw Away(e);
        }
    }

    private async Task<Stream> StreamAsync(HttpMethod method, string path, HttpContent? body, CancellationToken cancel)
    {
        var answer = await SendAsync(method, path, body, UsualLimit, cancel).ConfigureAwait(false);
        return await answer.Content.ReadAsStreamAsync(cancel).ConfigureAwait(false);
    }

    /// <summary>The head of a good answer; the limit is for the head alone.</summary>
    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, HttpContent? body, TimeSpan limit, CancellationToken cancel)
    {
        using var deadline = new CancellationTokenSource(limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel, deadline.Token);
        using var request = new HttpRequestMessage(method, path) { Content = body };
        try
        {
            var answer = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token).ConfigureAwait(false);
            // 304: it was started or stopped already.
            if (answer.IsSuccessStatusCode || answer.StatusCode == HttpStatusCode.NotModified) return answer;
            using (answer) throw new EngineException(answer.StatusCode, await ReasonAsync(answer, either.Token).ConfigureAwait(false));
        }
        catch (Exception e) when (IsTrouble(e, cancel))
        {
            // Also when it says that it refuses, and then not why.
            throw Away(e);
        }
    }

    private static async Task<string> ReasonAsync(HttpResponseMessage answer, CancellationToken cancel)
    {
        try
        {
            await answer.Content.LoadIntoBufferAsync(MostBytes, cancel).ConfigureAwait(false);
            var bytes = await answer.Content.ReadAsByteArrayAsync(cancel).ConfigureAwait(false);
            if (JsonSerializer.Deserialize(bytes, EngineJson.Default.EngineProblem)?.Message is { Length: > 0 } message) return message.Trim();
        }
        catch (Exception e) when (e is JsonException or HttpRequestException or IOException)
        {
            // Its status says enough.
        }

        return string.Create(CultureInfo.InvariantCulture, $"the engine answers {(int)answer.StatusCode}");
    }

    private static bool IsTrouble(Exception e, CancellationToken cancel) =>
        e is HttpRequestException or IOException or SocketException || (e is OperationCanceledException && !cancel.IsCancellationRequested);

    private EngineException Away(Exception e) => new($"cannot reach the Docker engine at \"{socket}\": {Why(e)}", e);

    private static string Why(Exception e) => e switch
    {
        OperationCanceledException => Silence,
        _ when e.GetBaseException() is SocketException trouble => trouble.SocketErrorCode switch
        {
            SocketError.AddressNotAvailable or SocketError.AddressFamilyNotSupported or SocketError.HostNotFound => "there is no such socket; install and start Docker, or name the socket in [docker]",
            SocketError.ConnectionRefused => "nothing listens there; start Docker (systemctl start docker)",
            // So many wait already that no more can.
            SocketError.WouldBlock => Silence,
            SocketError.AccessDenied => "permission denied; let Baton run as a user of the group docker",
            _ => trouble.Message,
        },
        _ => e.GetBaseException().Message,
    };
}

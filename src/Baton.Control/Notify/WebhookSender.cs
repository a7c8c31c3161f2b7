using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using Baton.Supervision.Manifests.Targets;

namespace Baton.Control.Notify;

/// <summary>Makes one attempt to deliver a message: a POST, without following redirects, without cookies, the answer read as far as it is shown.</summary>
internal sealed class WebhookSender : IDisposable
{
    private const int ShownBytes = 512;

    private readonly NotifyTarget _target;
    private readonly NotifyOrigin _from;
    private readonly TimeProvider _time;
    private readonly HttpMessageInvoker _http;
    private readonly MediaTypeHeaderValue _type;
    private readonly bool _isJson;

    public WebhookSender(NotifyTarget target, NotifyOrigin from, TimeProvider time, IWebProxy? proxy)
    {
        (_target, _from, _time) = (target, from, time);
        var type = target.Headers.LastOrDefault(header => header.Key.Equals("Content-Type", StringComparison.OrdinalIgnoreCase)).Value;
        _type = type is not null && MediaTypeHeaderValue.TryParse(type, out var given) ? given : new MediaTypeHeaderValue("application/json", "utf-8");
        _isJson = _type.MediaType?.EndsWith("json", StringComparison.OrdinalIgnoreCase) == true;
        _http = new HttpMessageInvoker(new SocketsHttpHandler
        {
            // A proxy would look for what runs on this machine on its own.
            UseProxy = !target.Url.IsLoopback,
            Proxy = proxy,
            UseCookies = false,
            AllowAutoRedirect = false,
            ActivityHeadersPropagator = null,
            AutomaticDecompression = DecompressionMethods.None,
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(20),
            MaxResponseDrainSize = 0,
            ConnectCallback = (context, ct) => ConnectAsync(context.DnsEndPoint, target, ct),
        });
    }

    /// <summary>Makes one attempt.</summary>
    /// <param name="message">What is sent.</param>
    /// <param name="ct">Ends it; then an <see cref="OperationCanceledException"/>.</param>
    public async Task<DeliveryAttempt> SendAsync(NotifyMessage message, CancellationToken ct)
    {
        using var limit = new CancellationTokenSource(_target.Timeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, limit.Token);
        try
        {
            using var request = RequestOf(message);
            using var answer = await _http.SendAsync(request, either.Token);
            return new DeliveryAttempt((int)answer.StatusCode, await ShownAsync(answer, either.Token));
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !ct.IsCancellationRequested)
        {
            return new DeliveryAttempt(null, string.Create(CultureInfo.InvariantCulture, $"no answer within {_target.Timeout.TotalSeconds:0.###} s"));
        }
        catch (Exception e) when (e is HttpRequestException or IOException or SocketException)
        {
            return new DeliveryAttempt(null, (e.InnerException ?? e).Message);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private static async ValueTask<Stream> ConnectAsync(DnsEndPoint at, NotifyTarget target, CancellationToken ct)
    {
        // A proxy connects in our place, so the target is looked at before. The proxy itself may be anywhere: somebody of this machine chose it.
        var isDirect = at.Host.Equals(target.Url.IdnHost, StringComparison.OrdinalIgnoreCase) && at.Port == target.Url.Port;
        if (!isDirect && !target.AllowsPrivate) await WebhookAddresses.RefuseAsync(target.Url.IdnHost, ct);
        return await WebhookAddresses.ConnectAsync(at, allowsPrivate: !isDirect || target.AllowsPrivate, ct);
    }

    private HttpRequestMessage RequestOf(NotifyMessage message)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, _target.Url)
        {
            Content = new ByteArrayContent(Encoding.UTF8.GetBytes(message.Render(_target.Body, _from, _isJson))),
        };
        request.Content.Headers.ContentType = _type;
        request.Headers.TryAddWithoutValidation("User-Agent", "baton");
        foreach (var (name, value) in _target.Headers)
        {
            if (!name.Equals("Content-Type", StringComparison.OrdinalIgnoreCase)) request.Headers.TryAddWithoutValidation(name, value);
        }

        return request;
    }

    private static async Task<string> ShownAsync(HttpResponseMessage answer, CancellationToken ct)
    {
        if ((int)answer.StatusCode is >= 300 and < 400) return $"redirects are not followed; it leads to {(answer.Headers.Location is { IsAbsoluteUri: true } to ? to.Host : "another address there")}";
        await using var body = await answer.Content.ReadAsStreamAsync(ct);
        var bytes = new byte[ShownBytes];
        var length = await body.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, ct);
        return Encoding.UTF8.GetString(bytes, 0, length);
    }
}

/// <summary>The outcome of one attempt.</summary>
/// <param name="Status">The status of the answer; null: there was none.</param>
/// <param name="Text">The beginning of the answer, or why there was none.</param>
internal sealed record DeliveryAttempt(int? Status, string Text)
{
    /// <summary>It was taken.</summary>
    public bool IsDelivered => Status is >= 200 and < 300;

    /// <summary>Another attempt may help.</summary>
    public bool IsWorthRetrying => Status is null or 408 or 425 or 429 or >= 500;

    /// <summary>As a person would say it.</summary>
    public override string ToString() => Status is not { } status ? Text : string.Create(CultureInfo.InvariantCulture, $"it answered {status}{(Text.Length > 0 ? $": {Text}" : "")}");
}

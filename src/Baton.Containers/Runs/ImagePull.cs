using System.Globalization;
using System.Text;
using System.Text.Json;
using Baton.Containers.Engine;
using Baton.Core;

namespace Baton.Containers.Runs;

/// <summary>Lets the engine fetch an image, and says how far it is.</summary>
/// <param name="engine">The engine.</param>
/// <param name="time">The clock.</param>
/// <param name="say">Told, for people, how it goes: at the begin, at the end, and every ten seconds between.</param>
internal sealed class ImagePull(EngineClient engine, TimeProvider time, Action<string> say)
{
    private const int MostLayers = 1000, LongestLine = 64 * 1024;

    private static readonly TimeSpan SilenceLimit = TimeSpan.FromMinutes(2), SayEvery = TimeSpan.FromSeconds(10);

    private readonly Dictionary<string, PullProgress> _layers = [];
    private long _heardAt;

    /// <summary>Fetches it.</summary>
    /// <exception cref="BatonException">SpawnFailed: it could not be fetched.</exception>
    /// <exception cref="EngineException">The engine is away.</exception>
    public async Task RunAsync(string image, CancellationToken cancel)
    {
        say($"fetching image \"{image}\"");
        var began = time.GetTimestamp();
        try
        {
            await using var news = await engine.PullAsync(image, cancel).ConfigureAwait(false);
            using var lines = new StreamReader(news, Encoding.UTF8);
            await FollowAsync(image, lines, cancel).ConfigureAwait(false);
        }
        catch (EngineException e) when (!e.IsAway)
        {
            throw Failure(image, e.Message);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw Failure(image, string.Create(CultureInfo.InvariantCulture, $"the engine has said nothing for {SilenceLimit.TotalMinutes:0} minutes"));
        }

        say(string.Create(CultureInfo.InvariantCulture, $"fetched image \"{image}\" in {time.GetElapsedTime(began).TotalSeconds:0.0} s"));
    }

    private async Task FollowAsync(string image, StreamReader lines, CancellationToken cancel)
    {
        Interlocked.Exchange(ref _heardAt, time.GetTimestamp());
        using var silence = new CancellationTokenSource(SilenceLimit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel, silence.Token);
        await using var ticks = time.CreateTimer(_ => Tell(image), null, SayEvery, SayEvery).ConfigureAwait(false);
        while (await lines.ReadLineAsync(either.Token).ConfigureAwait(false) is { } line)
        {
            Interlocked.Exchange(ref _heardAt, time.GetTimestamp());
            silence.CancelAfter(SilenceLimit);
            Take(image, line);
        }
    }

    private void Take(string image, string line)
    {
        if (line.Length is 0 or > LongestLine || Parse(line) is not { } news) return;
        if (news.Error is { Length: > 0 } error) throw Failure(image, error);
        lock (_layers)
        {
            if (news is { Id: { } layer, Progress: { Total: > 0 } progress } && (_layers.ContainsKey(layer) || _layers.Count < MostLayers)) _layers[layer] = progress;
        }
    }

    /// <summary>Also when nothing comes any more: that is what people want to know.</summary>
    private void Tell(string image)
    {
        var silent = time.GetElapsedTime(Interlocked.Read(ref _heardAt));
        say($"fetching image \"{image}\"{Far()}{(silent < SayEvery ? "" : string.Create(CultureInfo.InvariantCulture, $"; nothing has come for {silent.TotalSeconds:0} s"))}");
    }

    private string Far()
    {
        lock (_layers)
        {
            return _layers.Count == 0 ? "" : string.Create(CultureInfo.InvariantCulture,
                $": {_layers.Values.Sum(layer => layer.Current) / 1e6:0.0} of {_layers.Values.Sum(layer => layer.Total) / 1e6:0.0} MB");
        }
    }

    private static PullNews? Parse(string line)
    {
        try
        {
            return JsonSerializer.Deserialize(line, EngineJson.Default.PullNews);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static BatonException Failure(string image, string reason) => new(ErrorCode.SpawnFailed, $"cannot fetch image \"{image}\": {reason}");
}

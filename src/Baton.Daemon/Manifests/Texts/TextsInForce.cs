using System.Collections.Concurrent;
using Baton.Control;
using Baton.Supervision.Services;

namespace Baton.Daemon.Manifests.Texts;

/// <summary>
/// What the manifest in force says of single services, found once for each: whoever asks again and again costs nothing. Held from the first question on
/// until another manifest holds. Safe to use from all threads.
/// </summary>
internal sealed class TextsInForce
{
    /// <summary>Services whose text is held; with one more all are forgotten.</summary>
    public const int MostTexts = 1000;

    /// <summary>Larger manifests are read anew for each service, though its text is held as well.</summary>
    private const long MostBytes = 4 * 1024 * 1024;

    private volatile Held? _held;

    /// <summary>One service.</summary>
    /// <param name="reading">The manifest that is in force.</param>
    /// <param name="service">The service.</param>
    public ManifestText Of(ManifestReading reading, ServiceDefinition service)
    {
        var held = _held;
        if (held is null || !ReferenceEquals(held.Reading, reading)) _held = held = new Held(reading);
        return held.Of(service);
    }

    /// <summary>Another manifest holds.</summary>
    public void Forget() => _held = null;

    private sealed class Held
    {
        private readonly ConcurrentDictionary<string, ManifestText> _texts = new();
        private readonly Lazy<IReadOnlyList<SourceFile>>? _files;

        public Held(ManifestReading reading)
        {
            Reading = reading;
            if (reading.Snapshot.Files.Values.Sum(static file => (long)(file?.Length ?? 0)) <= MostBytes) _files = new(() => ManifestTexts.Files(reading));
        }

        public ManifestReading Reading { get; }

        public ManifestText Of(ServiceDefinition service)
        {
            var name = ManifestTexts.NameOf(service);
            if (_texts.TryGetValue(name, out var known)) return known;
            if (_texts.Count >= MostTexts) _texts.Clear();
            return _texts.GetOrAdd(name, ManifestTexts.Of(Reading, _files?.Value ?? ManifestTexts.Files(Reading), service));
        }
    }
}

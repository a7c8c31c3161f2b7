using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Baton.Health.Manifests;
using Baton.Probes.Specs;

namespace Baton.Control.Endpoints.Health;

/// <summary>Which push monitors a token is of, and how often each may report.</summary>
/// <param name="time">The clock.</param>
internal sealed class PushTokens(TimeProvider time)
{
    private const int BurstOfStrangers = 100, StrangersPerSecond = 10, BurstOfOne = 20, OnePerSecond = 2;

    private readonly RateLimit _strangers = new(time, BurstOfStrangers, StrangersPerSecond);
    private Known _known = new(HealthSection.None);

    /// <summary>The monitors of a token; none when it is of none.</summary>
    /// <param name="section">What the manifest in force says.</param>
    /// <param name="presented">What may be a token.</param>
    public IReadOnlyList<string> Find(HealthSection section, string presented)
    {
        var known = Volatile.Read(ref _known);
        if (!ReferenceEquals(known.Section, section)) Volatile.Write(ref _known, known = new Known(section));
        return known.Find(presented);
    }

    /// <summary>Whether somebody who knows no token may try another one.</summary>
    public bool MayTry() => _strangers.TryTake();

    /// <summary>Whether a monitor may report now.</summary>
    public bool MayReport(string name) => Volatile.Read(ref _known).Limits.GetOrAdd(name, _ => new RateLimit(time, BurstOfOne, OnePerSecond)).TryTake();

    /// <summary>Those of one manifest; of the tokens only hashes are held.</summary>
    private sealed class Known(HealthSection section)
    {
        private readonly (byte[] Hash, string Name)[] _hashes = [.. section.Monitors.Where(monitor => monitor.IsPush).Select(monitor => (HashOf(((ProbeSpec.Push)monitor.Probe).Token), monitor.Name))];

        public HealthSection Section => section;

        /// <summary>Of those that report; there are no more than push monitors.</summary>
        public ConcurrentDictionary<string, RateLimit> Limits { get; } = new(StringComparer.Ordinal);

        public List<string> Find(string presented)
        {
            var hash = HashOf(presented);
            var names = new List<string>();
            // All are looked at, and hashes of one length compared, so that the time it takes tells nothing of any of them.
            foreach (var (known, name) in _hashes)
            {
                if (CryptographicOperations.FixedTimeEquals(hash, known)) names.Add(name);
            }

            return names;
        }

        private static byte[] HashOf(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
    }
}

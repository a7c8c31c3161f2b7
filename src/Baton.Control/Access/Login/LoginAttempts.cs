using System.Net;

namespace Baton.Control.Access.Login;

/// <summary>
/// Slows down who tries tokens at the login page: five wrong ones at once, then one every two seconds, of each address (of IPv6 each network of 64
/// bits). It remembers 1,024 addresses; while all of these are trying, all others share one account.
/// </summary>
/// <param name="time">The clock.</param>
internal sealed class LoginAttempts(TimeProvider time)
{
    private const int Burst = 5, MostAddresses = 1024;
    private static readonly TimeSpan Refill = TimeSpan.FromSeconds(2);

    private readonly Lock _gate = new();
    // Until when each has used up what it may; one that lies in the past has everything left.
    private readonly Dictionary<IPAddress, TimeSpan> _usedUntil = [];
    private readonly long _began = time.GetTimestamp();

    /// <summary>Takes an attempt; null when the address has none left for now, and after how long it has one again. What it gives says which account it was taken from.</summary>
    public IPAddress? TryTake(IPAddress? address, out TimeSpan wait)
    {
        var now = time.GetElapsedTime(_began);
        lock (_gate)
        {
            var account = AccountOf(address, now);
            var used = _usedUntil.TryGetValue(account, out var until) && until > now ? until : now;
            wait = used + Refill - now - Refill * Burst;
            if (wait > TimeSpan.Zero) return null;
            _usedUntil[account] = used + Refill;
            return account;
        }
    }

    /// <summary>The attempt was good: it does not count.</summary>
    /// <param name="account">What taking it gave. The address may have another one by now, where failures of others are not to be forgotten.</param>
    public void GiveBack(IPAddress account)
    {
        lock (_gate)
        {
            if (_usedUntil.TryGetValue(account, out var until)) _usedUntil[account] = until - Refill;
        }
    }

    private IPAddress AccountOf(IPAddress? address, TimeSpan now)
    {
        var key = PeerNetwork.Of(address);
        if (_usedUntil.Count < MostAddresses || _usedUntil.ContainsKey(key)) return key;
        foreach (var (other, until) in _usedUntil)
        {
            if (until <= now) _usedUntil.Remove(other);
        }

        return _usedUntil.Count < MostAddresses ? key : IPAddress.None;
    }
}

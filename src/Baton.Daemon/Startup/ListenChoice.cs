using System.Globalization;
using System.Net;
using Baton.Core;
using Baton.Manifest.Binding;

namespace Baton.Daemon.Startup;

/// <summary>Where the API listens on TCP, of all that says something of it.</summary>
/// <param name="Addresses">The addresses; none: on the Unix socket only.</param>
/// <param name="IsRequested">Somebody asked for them: when one cannot be had, that is an error.</param>
internal sealed record ListenChoice(IReadOnlyList<IPEndPoint> Addresses, bool IsRequested)
{
    private const int DefaultPort = 8003;

    /// <summary>Name of the variable that changes the number of the default address.</summary>
    public const string Variable = "PORT";

    /// <summary>Decides: the command line before the variable, that before the manifest, and 127.0.0.1:8003 when nothing is said.</summary>
    /// <param name="asked">Values of <c>--listen</c>; null or none: not given.</param>
    /// <param name="port">Value of <c>PORT</c>; null or empty: not set.</param>
    /// <param name="inManifest">What the manifest says; null: nothing.</param>
    /// <exception cref="BatonException">InvalidRequest: one is no address, or there are too many.</exception>
    public static ListenChoice Of(IReadOnlyList<string>? asked, string? port, IReadOnlyList<string>? inManifest)
    {
        if (asked is { Count: > 0 }) return new ListenChoice(Read(asked), true);
        // It is set for other programs, too: so it is the default address, only with another number.
        if (!string.IsNullOrEmpty(port)) return new ListenChoice([new IPEndPoint(IPAddress.Loopback, PortOf(port))], false);
        if (inManifest is not null) return new ListenChoice(Read(inManifest), true);
        return new ListenChoice([new IPEndPoint(IPAddress.Loopback, DefaultPort)], false);
    }

    /// <summary>The first address that others than this machine can reach; null when there is none.</summary>
    public IPEndPoint? Open => Addresses.FirstOrDefault(address => !IPAddress.IsLoopback(address.Address));

    private static List<IPEndPoint> Read(IReadOnlyList<string> texts)
    {
        if (texts.Contains(ListenText.None)) return texts.Distinct().Count() == 1 ? [] : throw Invalid("cannot listen on \"none\" and on an address: give one of them");
        if (texts.Count > ListenText.Most) throw Invalid($"cannot listen on more than {ListenText.Most} addresses");
        var addresses = texts.Select(text => ListenText.Parse(text) ?? throw Invalid($"cannot listen on \"{text}\": write {ListenText.Form}")).ToList();
        return addresses.Distinct().Count() == addresses.Count ? addresses : throw Invalid("cannot listen on one address twice");
    }

    private static int PortOf(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port <= IPEndPoint.MaxPort
            ? port
            : throw Invalid($"cannot listen on port \"{text}\", which the variable {Variable} says: write a number from 0 to 65535, or unset it, or say --listen none");

    private static BatonException Invalid(string message) => new(ErrorCode.InvalidRequest, message);
}

using System.Globalization;
using Baton.Core;
using Baton.Manifest.Binding;
using Baton.Supervision.Reload;

namespace Baton.Supervision.Replicas;

/// <summary>Decides what numbers of replicas hold when people ask for others. Pure.</summary>
public static class ScaleAsked
{
    /// <summary>What is to hold besides the manifest, when each of <paramref name="asked"/> is to have so many replicas.</summary>
    /// <param name="services">What is in force.</param>
    /// <param name="asked">Name of a service with <c>replicas</c> and the number.</param>
    /// <exception cref="BatonException">NotFound: no such service. InvalidRequest: it has no <c>replicas</c>, or the number cannot be.</exception>
    public static IReadOnlyDictionary<string, AskedScale> Of(ServiceSet services, IEnumerable<KeyValuePair<string, long>> asked)
    {
        var scales = Present(services);
        var wholes = services.Replicas.ToDictionary(whole => whole.Name);
        foreach (var (name, count) in asked)
        {
            if (!wholes.TryGetValue(name, out var whole)) throw Refusal(services, name);
            if (count is < 0 or > ReplicaSet.MaxCount)
                throw Invalid(string.Create(CultureInfo.InvariantCulture, $"\"{name}\" cannot have {count} replicas: the number is 0 to {ReplicaSet.MaxCount:#,0}"));
            scales.Remove(name);
            if ((whole with { Count = (int)count }).Scale is { } scale) scales.Add(name, scale);
        }

        return scales;
    }

    /// <summary>What holds besides the manifest now.</summary>
    public static Dictionary<string, AskedScale> Present(ServiceSet services) =>
        services.Replicas.Where(whole => whole.Scale is not null).ToDictionary(whole => whole.Name, whole => whole.Scale!);

    private static BatonException Refusal(ServiceSet services, string name)
    {
        // What a stranger sent may be long and may hold control characters; neither belongs in a message.
        var shown = new string([.. name.Take(Names.MaxLength).Select(c => char.IsControl(c) ? '?' : c)]);
        if (services.Services.FirstOrDefault(service => service.Name == name) is { } service)
        {
            return service.Replica is { } replica
                ? Invalid($"\"{shown}\" is one of the replicas of \"{replica.Of}\"; scale that, as in: baton scale {replica.Of}=2")
                : Invalid($"service \"{shown}\" cannot be scaled: it has no replicas. Add \"replicas = 1\" to it in the manifest and reload; its runs are then {shown}.1, {shown}.2 and so on");
        }

        if (services.Services.Any(known => known.Groups.Contains(name))) return Invalid($"\"{shown}\" is a group; name the services to scale");
        var scalable = services.Replicas.Select(whole => whole.Name).ToList();
        var known = scalable.Count == 0 ? "no service has \"replicas\"" : $"with \"replicas\" there are: {string.Join(", ", scalable.Take(20))}{(scalable.Count > 20 ? ", …" : "")}";
        return new BatonException(ErrorCode.NotFound, $"service \"{shown}\" does not exist{NearestWord.Hint(name, scalable)}; {known}");
    }

    private static BatonException Invalid(string message) => new(ErrorCode.InvalidRequest, message);
}

using System.Globalization;

namespace Baton.Supervision.Replicas;

/// <summary>Which of several equal services one is.</summary>
/// <param name="Of">Name of the whole, as the manifest has it.</param>
/// <param name="Number">From 1 to <see cref="ReplicaSet.MaxCount"/>.</param>
public sealed record ServiceReplica(string Of, int Number)
{
    /// <summary>Its name as a service: <c>web.3</c>.</summary>
    public string Name => string.Create(CultureInfo.InvariantCulture, $"{Of}.{Number}");

    /// <summary>The replica that a name stands for where its whole has replicas; null when it is not of that form.</summary>
    public static ServiceReplica? Parse(string name)
    {
        var dot = name.LastIndexOf('.');
        if (dot < 1 || dot == name.Length - 1 || name[dot + 1] == '0') return null;
        return int.TryParse(name.AsSpan(dot + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= ReplicaSet.MaxCount
            ? new ServiceReplica(name[..dot], number)
            : null;
    }
}

using Baton.Contracts;
using Baton.Supervision.Secrets;
using Baton.Supervision.Services;

namespace Baton.Control.Mapping;

/// <summary>Variables of services, as the API shows them.</summary>
internal static class EnvironmentRecords
{
    /// <summary>All of a service. One that it has as Baton inherited it is shown only when the manifest names it.</summary>
    /// <param name="service">The service.</param>
    /// <param name="inherited">What Baton inherited.</param>
    /// <param name="declared">Names that stand in the manifest.</param>
    /// <param name="mask">Takes secrets out.</param>
    public static EnvironmentRecord Of(ServiceDefinition service, IReadOnlyDictionary<string, string> inherited, IReadOnlySet<string> declared, SecretMask mask) =>
        new([.. service.Launch.Environment.OrderBy(variable => variable.Key, StringComparer.Ordinal).Select(variable => Of(variable.Key, variable.Value, inherited, declared, mask))]);

    private static VariableRecord Of(string name, string value, IReadOnlyDictionary<string, string> inherited, IReadOnlySet<string> declared, SecretMask mask)
    {
        var isInherited = !declared.Contains(name) && inherited.TryGetValue(name, out var known) && known == value;
        var shown = isInherited || SecretMask.IsSecret(name) ? SecretMask.Masked : mask.Apply(value);
        return new VariableRecord(name, shown, shown != value);
    }
}

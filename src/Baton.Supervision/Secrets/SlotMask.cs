using Baton.Supervision.Services;

namespace Baton.Supervision.Secrets;

/// <summary>The mask of one service, with what it was made of: texts may still be of the run that began with an earlier definition.</summary>
internal sealed class SlotMask(ServiceDefinition definition, ServiceDefinition? former, IReadOnlyDictionary<string, string> inherited)
{
    /// <summary>Takes the secrets out.</summary>
    public SecretMask Mask { get; } = new([definition.Launch.Environment, former?.Launch.Environment ?? definition.Launch.Environment, inherited]);

    /// <summary>It was made of these and no others. One whose run has ended since masks a little more than it must.</summary>
    public bool IsOf(ServiceDefinition presentDefinition, ServiceDefinition? presentFormer, IReadOnlyDictionary<string, string> presentInherited) =>
        ReferenceEquals(definition, presentDefinition) && ReferenceEquals(inherited, presentInherited) && (presentFormer is null || ReferenceEquals(former, presentFormer));
}

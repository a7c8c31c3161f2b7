using Baton.Contracts;
using Baton.Supervision.Secrets;
using Baton.Supervision.Services;
using Baton.Supervision.Showing;

namespace Baton.Control.Mapping;

/// <summary>Definitions of services, as the API shows them.</summary>
internal static class DefinitionRecords
{
    /// <summary>One service.</summary>
    public static DefinitionRecord Of(ServiceDefinition service, ManifestText text, SecretMask mask) =>
        new(text.Source, mask.Apply(text.Text), DefinitionKeys.Of(service, mask), text.File, text.Line);
}

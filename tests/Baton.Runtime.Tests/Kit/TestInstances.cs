using Baton.Runtime.Instances;

namespace Baton.Runtime.Tests.Kit;

/// <summary>Numbers for tests.</summary>
internal static class TestInstances
{
    public const string First = "0195fc7b-33e6-70e3-bee1-000000000001";
    public const string Second = "0195fc7b-33e6-70e3-bee1-000000000002";
    public const string Third = "0195fc7b-33e6-70e3-bee1-000000000003";

    public static InstanceId Id(string text) => InstanceId.TryParse(text, out var id) ? id : throw new ArgumentException(text);
}

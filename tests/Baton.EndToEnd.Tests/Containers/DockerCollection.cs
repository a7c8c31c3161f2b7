namespace Baton.EndToEnd.Tests.Containers;

/// <summary>Tests that share one engine, one after the other: one of them restarts it.</summary>
[CollectionDefinition(Name)]
public sealed class DockerCollection : ICollectionFixture<DockerEngine>
{
    public const string Name = "docker";
}

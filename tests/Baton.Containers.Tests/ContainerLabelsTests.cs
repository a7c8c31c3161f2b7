using Baton.Containers.Runs;
using Baton.Processes;

namespace Baton.Containers.Tests;

/// <summary>What is a person's is never taken for Baton's.</summary>
public sealed class ContainerLabelsTests
{
    private static readonly ContainerLabels Labels = new(() => "0123456789abcdef");

    [Fact]
    public void A_container_that_only_inherited_the_labels_from_its_image_is_not_ours()
    {
        var labels = Labels.Of(new RunId("a", 3));
        Assert.True(Labels.AreOurs(["/other/alias", "/baton-01234567-a"], labels, "a"));
        Assert.False(Labels.AreOurs(["/of-a-person"], labels, "a"));
        Assert.False(Labels.AreOurs(["/baton-01234567-a-2"], labels, "a"));
        Assert.False(Labels.AreOurs(null, labels, "a"));
    }

    [Fact]
    public void A_name_without_the_labels_is_not_ours_either()
    {
        Assert.False(Labels.AreOurs(["/baton-01234567-a"], null, "a"));
        Assert.False(Labels.AreOurs(["/baton-01234567-a"], Labels.Of(new RunId("b", 3)), "a"));
    }
}

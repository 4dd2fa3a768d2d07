export default { texts: {}, useViews: () => [] };

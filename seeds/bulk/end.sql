DROP TABLE bodies, looked_up, crowd, plan;
